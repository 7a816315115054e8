package dev.mycelium.registry.signature;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts {@link OwnNodeOnly} before every route. */
@Configuration(proxyBeanMethods = false)
class SignatureConfiguration implements WebMvcConfigurer {
  private final OwnNodeOnly ownNodeOnly;

  SignatureConfiguration(OwnNodeOnly ownNodeOnly) {
    this.ownNodeOnly = ownNodeOnly;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(ownNodeOnly);
  }
}
