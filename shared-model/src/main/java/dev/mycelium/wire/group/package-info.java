/** Records by which groups are founded, described, joined and listed. */
@NullMarked
package dev.mycelium.wire.group;

import org.jspecify.annotations.NullMarked;
