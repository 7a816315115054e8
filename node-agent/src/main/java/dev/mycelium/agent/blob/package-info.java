/** Blobs on disk, named by the SHA-256 of their content. */
@NullMarked
package dev.mycelium.agent.blob;

import org.jspecify.annotations.NullMarked;
