package dev.mainstay.temporal.sink;

import dev.mainstay.json.JsonObject;
import dev.mainstay.time.TimeSource;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;

/**
 * Reads the messages of a workflow's {@link MessageBoard}, from anywhere: a long poll by updates
 * while the workflow runs, a query when it has ended, and every second while eight others wait. A
 * message that its workflow has left behind unfinished, whatever it ended by, ends for its readers
 * by {@code Failed}, of the kind {@code Cancelled}.
 *
 * @param run the workflow, by its id alone, as of {@code
 *     WorkflowClient.newUntypedWorkflowStub(id)}: so that it is the run that there is now
 */
public record BoardReader(WorkflowStub run) {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** Null is refused. */
  public BoardReader {
    Objects.requireNonNull(run, "run");
  }

  /**
   * What has been told in the message after the event {@code afterId}, 0 or less for all; waits for
   * the first for up to 10 s.
   *
   * @return no events where none came in that time; of more than 1 MB the first, and the rest after
   *     those
   * @throws SinkException if the workflow cannot be reached, or {@code run} is one of its runs,
   *     which goes on as another
   */
  public ReadEvents read(String messageId, long afterId) {
    Objects.requireNonNull(messageId, "messageId");
    try {
      return poll(messageId, afterId);
    } catch (WorkflowException e) {
      throw new SinkException("the workflow's board could not be read", e);
    }
  }

  private ReadEvents poll(String messageId, long afterId) {
    try {
      return BoardJson.reading(run.update(BoardNames.READ, JsonObject.class, messageId, afterId));
    } catch (WorkflowNotFoundException | WorkflowUpdateException endedOrFull) {
      return look(messageId, afterId);
    }
  }

  // It has ended, or as many readers wait there as may.
  private ReadEvents look(String messageId, long afterId) {
    TimeSource time = TimeSource.system();
    long began = time.nanos();
    ReadEvents seen = peek(messageId, afterId);
    while (isNothing(seen) && time.since(began).compareTo(LONGEST) < 0) {
      time.park(BETWEEN_LOOKS);
      if (Thread.currentThread().isInterrupted()) {
        return seen;
      }
      seen = peek(messageId, afterId);
    }
    return seen;
  }

  private static boolean isNothing(ReadEvents seen) {
    return seen.events().isEmpty() && !seen.isOver();
  }

  // Whether it runs is asked first: what ends between the two has said all by the second.
  private ReadEvents peek(String messageId, long afterId) {
    boolean runs = isRunning();
    JsonObject left = run.query(BoardNames.PEEK, JsonObject.class, messageId, afterId);
    return runs ? BoardJson.reading(left) : BoardJson.last(left);
  }

  private boolean isRunning() {
    WorkflowExecutionStatus status = run.describe().getStatus();
    if (status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW) {
      throw new SinkException(
          "the run goes on as another; read by a stub of the workflow's id alone");
    }
    return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  /**
   * Writes the message as server-sent events, from after {@code lastEventId} (0 or less for all) to
   * its end, as they come; a comment in every 10 s of silence. Each is flushed.
   *
   * @throws IOException if {@code out} does
   * @throws SinkException as {@link #read} does
   */
  public void write(String messageId, long lastEventId, OutputStream out) throws IOException {
    SseLoop.write(lastEventId, out, last -> read(messageId, last));
  }
}
