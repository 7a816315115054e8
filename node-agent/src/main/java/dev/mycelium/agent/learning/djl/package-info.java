/** Training with DJL; the only package that knows it. */
@NullMarked
package dev.mycelium.agent.learning.djl;

import org.jspecify.annotations.NullMarked;
