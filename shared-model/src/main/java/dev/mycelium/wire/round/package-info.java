/** Records of a federated round: heads, manifests and submissions. */
@NullMarked
package dev.mycelium.wire.round;

import org.jspecify.annotations.NullMarked;
