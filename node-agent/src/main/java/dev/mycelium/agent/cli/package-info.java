/** The command line: commands, exit codes, progress, and the wiring of everything else. */
@NullMarked
package dev.mycelium.agent.cli;

import org.jspecify.annotations.NullMarked;
