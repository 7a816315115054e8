/** How this process reaches other machines: proxies, certificates, and when to leave one alone. */
@NullMarked
package dev.mycelium.agent.outbound;

import org.jspecify.annotations.NullMarked;
