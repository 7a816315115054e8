/** How updates become one: pure functions of a cohort, and the checks before them. */
@NullMarked
package dev.mycelium.agent.aggregation;

import org.jspecify.annotations.NullMarked;
