/** A learner in any language: an external command that takes and gives files. */
@NullMarked
package dev.mycelium.agent.learning.exec;

import org.jspecify.annotations.NullMarked;
