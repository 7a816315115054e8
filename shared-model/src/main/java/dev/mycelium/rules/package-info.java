/**
 * The laws of the network as pure functions: leases, seats, the coordinator's term and the chain of
 * heads.
 */
@NullMarked
package dev.mycelium.rules;

import org.jspecify.annotations.NullMarked;
