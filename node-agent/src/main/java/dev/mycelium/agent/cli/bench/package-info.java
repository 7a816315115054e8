/** Speed of this release beside that of others, each measured in turn on the same machine. */
@NullMarked
package dev.mycelium.agent.cli.bench;

import org.jspecify.annotations.NullMarked;
