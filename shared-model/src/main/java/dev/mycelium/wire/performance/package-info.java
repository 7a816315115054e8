/** Scores that members measured and what a group's members amount to. */
@NullMarked
package dev.mycelium.wire.performance;

import org.jspecify.annotations.NullMarked;
