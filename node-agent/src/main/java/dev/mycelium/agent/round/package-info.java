/** The federated round, from manifest to committed head. */
@NullMarked
package dev.mycelium.agent.round;

import org.jspecify.annotations.NullMarked;
