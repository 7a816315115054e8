package dev.mycelium.registry.event;

/** An event was written; who waits for news hears of it after the commit. */
record EventWritten() {}
