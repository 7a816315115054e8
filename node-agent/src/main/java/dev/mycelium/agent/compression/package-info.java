/** Updates in fewer bytes: the codes of their numbers, and files of them. */
@NullMarked
package dev.mycelium.agent.compression;

import org.jspecify.annotations.NullMarked;
