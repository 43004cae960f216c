package dev.mainstay.temporal.sink;

import dev.mainstay.json.JsonObject;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A sink on the {@link MessageBoard} of the workflow whose activity writes: it outlives every
 * worker. Text is held for up to a second or 4 KiB, since each piece is a signal in the workflow's
 * history. A writer that is shut out is not told; what it writes is dropped.
 */
public final class WorkflowSink implements TokenSink {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int SIZE = 4096;

  /** A sink for any workflow that has a board. */
  public WorkflowSink() {}

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public SinkWriter open(String messageId, int attempt) {
    Objects.requireNonNull(messageId, "messageId");
    ActivityExecutionContext context = Activity.getExecutionContext();
    String workflow = Objects.requireNonNull(context.getInfo().getWorkflowId(), "workflowId");
    WorkflowStub stub = context.getWorkflowClient().newUntypedWorkflowStub(workflow);
    try {
      JsonObject state = stub.update(BoardNames.OPEN, JsonObject.class, messageId, attempt);
      OptionalLong by = state.number("fenced_by");
      if (by.isPresent()) {
        throw new FencedException(attempt, Math.toIntExact(by.getAsLong()));
      }
      return new Writer(stub, messageId, attempt, BoardJson.state(state));
    } catch (WorkflowException e) {
      throw new SinkException("the workflow's board could not be opened", e);
    }
  }

  private record Writer(WorkflowStub stub, String messageId, int attempt, SinkState state)
      implements SinkWriter {
    @Override
    public void write(long sequence, SinkEvent event) {
      try {
        stub.signal(
            BoardNames.WRITE,
            new BoardJson.Piece(messageId, attempt, sequence, Optional.of(event)).json());
      } catch (WorkflowException e) {
        throw new SinkException("the workflow's board could not be written", e);
      }
    }
  }
}
