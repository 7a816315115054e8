/** Who this node is: its key pair, and the id that follows from it. */
@NullMarked
package dev.mycelium.agent.identity;

import org.jspecify.annotations.NullMarked;
