/** The demo: a registry and agents as real processes, and their story on the terminal. */
@NullMarked
package dev.mycelium.agent.cli.demo;

import org.jspecify.annotations.NullMarked;
