package dev.mainstay.temporal.sink;

import dev.mainstay.json.JsonObject;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Reads the messages of a workflow's {@link MessageBoard}, from anywhere: a long poll by updates
 * while the workflow runs, a query when it has ended.
 *
 * @param run the workflow
 */
public record BoardReader(WorkflowStub run) {
  private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

  /** Null is refused. */
  public BoardReader {
    Objects.requireNonNull(run, "run");
  }

  /**
   * What has been told in the message after the event {@code afterId}, 0 for all; waits for the
   * first for up to 10 s.
   *
   * @return nothing where nothing came in that time
   * @throws SinkException if the workflow cannot be reached
   */
  public List<NumberedEvent> read(String messageId, long afterId) {
    Objects.requireNonNull(messageId, "messageId");
    try {
      return BoardJson.events(poll(messageId, afterId));
    } catch (WorkflowException e) {
      throw new SinkException("the workflow's board could not be read", e);
    }
  }

  private JsonObject poll(String messageId, long afterId) {
    try {
      return run.update(BoardNames.READ, JsonObject.class, messageId, afterId);
    } catch (WorkflowNotFoundException ended) {
      return run.query(BoardNames.PEEK, JsonObject.class, messageId, afterId);
    }
  }

  /**
   * Writes the message as server-sent events, from after {@code lastEventId} (0 for all) to its
   * end, as they come. Each is flushed.
   *
   * @throws IOException if {@code out} does
   * @throws SinkException if the workflow cannot be reached
   */
  public void write(String messageId, long lastEventId, OutputStream out) throws IOException {
    Objects.requireNonNull(out, "out");
    long last = lastEventId;
    boolean over = false;
    while (!over) {
      List<NumberedEvent> events = read(messageId, last);
      if (events.isEmpty()) {
        out.write(COMMENT);
      }
      for (NumberedEvent event : events) {
        out.write(event.sse().getBytes(StandardCharsets.UTF_8));
        last = event.id();
        over |= event.event().isLast();
      }
      out.flush();
    }
  }
}
