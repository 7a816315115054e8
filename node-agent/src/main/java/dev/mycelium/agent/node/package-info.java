/** The life of a node, from registration to goodbye: where it belongs, and what it does there. */
@NullMarked
package dev.mycelium.agent.node;

import org.jspecify.annotations.NullMarked;
