/** Time that no change of a machine's clock can bend. */
@NullMarked
package dev.mycelium.time;

import org.jspecify.annotations.NullMarked;
