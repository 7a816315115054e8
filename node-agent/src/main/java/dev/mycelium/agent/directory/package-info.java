/** The registry as an agent sees it: its client, the heartbeat loop, the last known network. */
@NullMarked
package dev.mycelium.agent.directory;

import org.jspecify.annotations.NullMarked;
