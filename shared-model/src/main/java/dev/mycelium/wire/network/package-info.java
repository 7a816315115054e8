/** Records by which the whole network, and the registry itself, are described. */
@NullMarked
package dev.mycelium.wire.network;

import org.jspecify.annotations.NullMarked;
