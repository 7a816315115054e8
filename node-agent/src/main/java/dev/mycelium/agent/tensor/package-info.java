/** Named, ordered tensors, the payloads made of them, and the 16-bit forms of a number. */
@NullMarked
package dev.mycelium.agent.tensor;

import org.jspecify.annotations.NullMarked;
