/** The catalogue of everything that can be answered with an error. */
@NullMarked
package dev.mycelium.wire.problem;

import org.jspecify.annotations.NullMarked;
