package dev.mycelium.registry.problem;

import dev.mycelium.wire.problem.ProblemType;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Answers what Tomcat itself rejects, before any filter or route sees it. */
final class ProblemValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    ProblemType type = status == 500 ? ProblemType.INTERNAL : ProblemType.MALFORMED_REQUEST;
    response.setStatus(type.status());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding("UTF-8");
    try {
      Writer body = response.getReporter();
      if (body != null) {
        body.write(json(type, request.getRequestURI()));
        response.finishResponse();
      }
    } catch (IOException gone) {
      getContainer().getLogger().debug("nobody reads the problem", gone);
    }
  }

  private static String json(ProblemType type, @Nullable String path) {
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of(
                "type", type.uri(),
                "title", type.title(),
                "status", type.status(),
                "detail", type.title(),
                "instance", reference(path),
                "advice", type.advice()));
  }

  /** What Tomcat rejects may be no URI at all. */
  private static URI reference(@Nullable String path) {
    try {
      return URI.create(path == null ? "/" : path);
    } catch (IllegalArgumentException malformed) {
      return URI.create("/");
    }
  }
}
