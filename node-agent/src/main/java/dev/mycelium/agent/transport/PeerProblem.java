package dev.mycelium.agent.transport;

import dev.mycelium.wire.problem.Problem;
import dev.mycelium.wire.problem.ProblemType;
import java.net.http.HttpResponse;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What another agent says was wrong. */
final class PeerProblem {
  private static final JsonMapper JSON = JsonMapper.shared();

  private PeerProblem() {}

  /** The problem in an answer, or the bare status where there is none. */
  static Problem of(HttpResponse<byte[]> response) {
    try {
      return JSON.readValue(response.body(), Problem.class);
    } catch (JacksonException e) {
      return new Problem(
          null, "HTTP " + response.statusCode(), response.statusCode(), null, null, null);
    }
  }

  static ProblemType type(Problem problem) {
    return Arrays.stream(ProblemType.values())
        .filter(problem::is)
        .findFirst()
        .orElse(ProblemType.INTERNAL);
  }
}
