/** Named, ordered tensors on the heap and the payloads made of them. */
@NullMarked
package dev.mycelium.agent.tensor;

import org.jspecify.annotations.NullMarked;
