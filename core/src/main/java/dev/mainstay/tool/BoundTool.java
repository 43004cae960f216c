package dev.mainstay.tool;

import dev.mainstay.model.Message;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import dev.mainstay.schema.JsonReadException;
import dev.mainstay.schema.JsonType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tool and what it does.
 *
 * @param tool as a request offers it
 * @param arguments the type of its arguments
 * @param function what it does
 */
record BoundTool<A>(Tool tool, JsonType<A> arguments, ToolFunction<? super A> function) {

  /**
   * The message with the result of {@code call}, be it an error.
   *
   * @throws InterruptedException if the function was interrupted
   */
  Message run(ToolCall call) throws InterruptedException {
    A given;
    try {
      given = call.as(arguments);
    } catch (JsonReadException e) {
      return Message.toolError(call.id(), "the arguments cannot be used: " + e.getMessage());
    }
    @Nullable Object result;
    try {
      result = function.call(given);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Message.toolError(
          call.id(),
          "the tool failed: " + Objects.requireNonNullElseGet(e.getMessage(), e::toString));
    }
    return Message.tool(call.id(), ToolResult.text(result));
  }
}
