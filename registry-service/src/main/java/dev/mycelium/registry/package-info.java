/** The registry's start, its database, its clock and its description. */
@NullMarked
package dev.mycelium.registry;

import org.jspecify.annotations.NullMarked;
