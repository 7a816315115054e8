package dev.mycelium.registry.access;

import dev.mycelium.registry.problem.Refusals;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Where the network has a token, only who knows it may write; everybody may read. */
@Component
@Order(-20)
class TokenGate extends Gate {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SCHEME = "Bearer ";

  private final ObjectProvider<NetworkToken> token;

  TokenGate(ObjectProvider<NetworkToken> token, Refusals refusals) {
    super(refusals);
    this.token = token;
  }

  @Override
  void admit(HttpServletRequest request, HttpServletResponse response) {
    if (!READS.contains(request.getMethod())) {
      token.ifAvailable(expected -> check(expected, request, response));
    }
  }

  private static void check(
      NetworkToken expected, HttpServletRequest request, HttpServletResponse response) {
    String given = request.getHeader(HttpHeaders.AUTHORIZATION);
    boolean bears = given != null && given.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (bears && expected.matches(given.substring(SCHEME.length()).strip())) {
      return;
    }
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"mycelium\"");
    throw bears ? TokenRequiredException.wrong() : TokenRequiredException.missing();
  }
}
