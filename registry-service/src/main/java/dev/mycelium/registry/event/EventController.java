package dev.mycelium.registry.event;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.event.NetworkEvent;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/events")
@Tag(name = "events")
class EventController {
  private static final int MOST = 1000;
  private static final String STREAM =
      """
      id:41
      :events after 41

      id:42
      data:{"id":42,"at":"2026-01-01T00:00:00Z","kind":"node_joined",\
      "subjects":{"node_id":"n","group_id":"g"},"reason":"The node asked for a place","figures":{}}

      """;

  private final Events events;
  private final Followers followers;

  EventController(Events events, Followers followers) {
    this.events = events;
    this.followers = followers;
  }

  @GetMapping
  @Operation(
      operationId = "listEvents",
      summary = "What happened and why, oldest first, or as it happens",
      description =
          "As JSON, a page of at most `limit` events with an id above `after`; go on with the last"
              + " id. With `Accept: text/event-stream`, a stream of server-sent events that goes on"
              + " after `Last-Event-ID` (or `after`), without either with what is to come; each is"
              + " a NetworkEvent under its id. A quiet stream carries comments. An id beyond the"
              + " newest is of a log that was lost: the stream begins at the beginning.")
  @Refuses({ProblemType.INVALID_REQUEST, ProblemType.UNAVAILABLE})
  List<NetworkEvent> list(
      @RequestParam(name = "after", defaultValue = "0") long after,
      @RequestParam(name = "limit", defaultValue = "100") int limit,
      @RequestParam(name = "kind", required = false) @Nullable String kind,
      @RequestParam(name = "group_id", required = false) @Nullable GroupId group,
      @RequestParam(name = "node_id", required = false) @Nullable NodeId node) {
    return events.after(
        Expect.atLeast(after, "after", 0),
        Expect.inRange(limit, "limit", 1, MOST),
        new EventFilter(kind, group, node));
  }

  @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(operationId = "listEvents")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(type = "string"),
              examples = @ExampleObject(STREAM)))
  @Refuses({ProblemType.INVALID_REQUEST, ProblemType.UNAVAILABLE})
  SseEmitter follow(
      HttpMethod method,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastId,
      @RequestParam(name = "after", required = false) @Nullable Long after,
      @RequestParam(name = "kind", required = false) @Nullable String kind,
      @RequestParam(name = "group_id", required = false) @Nullable GroupId group,
      @RequestParam(name = "node_id", required = false) @Nullable NodeId node) {
    if (after != null) {
      Expect.atLeast(after, "after", 0);
    }
    Long start = lastId == null ? after : id(lastId);
    EventFilter wanted = new EventFilter(kind, group, node);
    return method.equals(HttpMethod.HEAD) ? headersOnly() : followers.follow(start, wanted);
  }

  /**
   * A HEAD is served by the method of its GET; nothing that it writes ever reaches a connection.
   */
  private static SseEmitter headersOnly() {
    SseEmitter nothing = new SseEmitter();
    nothing.complete();
    return nothing;
  }

  private static Long id(String lastId) {
    try {
      return Expect.atLeast(Long.parseLong(lastId.strip()), "Last-Event-ID", 0);
    } catch (NumberFormatException none) {
      throw InvalidFieldException.of("Last-Event-ID", lastId, "the id of an event");
    }
  }
}
