/** Examples on this machine: loaders, generators, partitions and splits. */
@NullMarked
package dev.mycelium.agent.learning.data;

import org.jspecify.annotations.NullMarked;
