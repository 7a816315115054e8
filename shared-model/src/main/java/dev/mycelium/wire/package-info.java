/**
 * What the records of the wire have in common: the version they speak and how they refuse a field.
 */
@NullMarked
package dev.mycelium.wire;

import org.jspecify.annotations.NullMarked;
