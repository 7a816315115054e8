package dev.mycelium.registry.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers what a filter refuses, as a controller's refusal is answered, but without the way through
 * Spring's resolvers and converters: a flood of refusals must not cost what the requests would.
 */
@Component
public class Refusals {
  private final ProblemAdvice advice = new ProblemAdvice();
  private final JsonMapper json;

  public Refusals(JsonMapper json) {
    this.json = json;
  }

  public void answer(
      HttpServletRequest request, HttpServletResponse response, RegistryException refusal)
      throws IOException {
    ResponseEntity<Object> answer =
        advice.refuse(refusal, new ServletWebRequest(request, response));
    byte[] body = json.writeValueAsBytes(answer.getBody());
    response.setStatus(answer.getStatusCode().value());
    answer
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
