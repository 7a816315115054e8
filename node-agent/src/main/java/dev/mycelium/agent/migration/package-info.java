/** Whether another group is better, and the way there. */
@NullMarked
package dev.mycelium.agent.migration;

import org.jspecify.annotations.NullMarked;
