package dev.mainstay.temporal.sink;

import dev.mainstay.json.JsonObject;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;

/** How a workflow's board is written and read from outside. For Temporal to call. */
public interface BoardHandlers {

  /** Opens a message for an attempt, and shuts out those before it; what the message has. */
  @UpdateMethod(name = BoardNames.OPEN)
  JsonObject open(String messageId, int attempt);

  /** Adds an event, unless a later attempt has opened its message. */
  @SignalMethod(name = BoardNames.WRITE)
  void write(JsonObject piece);

  /** The events after {@code afterId}; waits for the first for some seconds. */
  @UpdateMethod(name = BoardNames.READ)
  JsonObject read(String messageId, long afterId);

  /** Refuses to let another reader wait where that would leave no room for a writer. */
  @UpdateValidatorMethod(updateName = BoardNames.READ)
  void requireRoom(String messageId, long afterId);

  /** The events after {@code afterId}, as they are now; also when the workflow has ended. */
  @QueryMethod(name = BoardNames.PEEK)
  JsonObject peek(String messageId, long afterId);
}
