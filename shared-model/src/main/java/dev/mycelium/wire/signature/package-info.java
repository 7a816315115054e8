/** Signed requests: the part of RFC 9421 and RFC 9530 that nodes and registries speak. */
@NullMarked
package dev.mycelium.wire.signature;

import org.jspecify.annotations.NullMarked;
