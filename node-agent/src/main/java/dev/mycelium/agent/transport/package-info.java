/** HTTP between agents: the coordinator's server and the member's client. */
@NullMarked
package dev.mycelium.agent.transport;

import org.jspecify.annotations.NullMarked;
