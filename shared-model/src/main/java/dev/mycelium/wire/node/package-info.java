/** Records by which nodes register, beat and are listed. */
@NullMarked
package dev.mycelium.wire.node;

import org.jspecify.annotations.NullMarked;
