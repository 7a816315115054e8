/** Errors as every caller of the registry reads them: RFC 9457 problem details. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.mycelium.registry.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
