/** What a learner is: assignment in, update or evaluation out; and the models it can learn. */
@NullMarked
package dev.mycelium.agent.learning;

import org.jspecify.annotations.NullMarked;
