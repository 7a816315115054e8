/** What happened in the network, as an open record. */
@NullMarked
package dev.mycelium.wire.event;

import org.jspecify.annotations.NullMarked;
