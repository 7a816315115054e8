/** Safetensors: the one format in which tensors lie on disk and travel. */
@NullMarked
package dev.mycelium.agent.tensor.file;

import org.jspecify.annotations.NullMarked;
