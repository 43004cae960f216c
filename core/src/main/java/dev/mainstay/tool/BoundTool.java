package dev.mainstay.tool;

import dev.mainstay.model.Message;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import dev.mainstay.schema.JsonArguments;
import dev.mainstay.schema.JsonReadException;
import dev.mainstay.schema.JsonType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tool and what it does.
 *
 * @param tool as a request offers it
 * @param arguments what a call gives it; throws {@link JsonReadException}
 * @param function what it does
 * @param isParallel whether it may run beside others
 * @param hasSideEffects whether it changes something
 */
record BoundTool<A>(
    Tool tool,
    Function<ToolCall, A> arguments,
    ToolFunction<? super A> function,
    boolean isParallel,
    boolean hasSideEffects) {

  static <A> BoundTool<A> of(Tool tool, JsonType<A> type, ToolFunction<? super A> function) {
    return new BoundTool<>(tool, call -> call.as(type), function, true, false);
  }

  /** The tool that {@code method} of {@code target} is. */
  static BoundTool<List<Object>> of(Object target, Method method, ToolMethod told) {
    JsonArguments arguments = JsonArguments.of(method);
    try {
      method.setAccessible(true);
    } catch (InaccessibleObjectException closed) {
      throw new IllegalArgumentException(
          method
              + " is not open to Mainstay; make it and its class public, or open the package to "
              + BoundTool.class.getModule().getName(),
          closed);
    }
    String name = told.name().isEmpty() ? method.getName() : told.name();
    return new BoundTool<>(
        Tool.function(name, told.value(), arguments.schema()),
        call -> arguments.read(call.arguments()),
        given -> invoke(target, method, given),
        told.parallel() && !told.sideEffects(),
        told.sideEffects());
  }

  private static @Nullable Object invoke(Object target, Method method, List<Object> arguments)
      throws Exception {
    try {
      return method.invoke(target, arguments.toArray());
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception thrown -> throw thrown;
        case Error error -> throw error;
        case null, default -> throw e;
      }
    }
  }

  /**
   * The message with the result of {@code call}, be it an error.
   *
   * @throws InterruptedException if the function was interrupted
   */
  Message run(ToolCall call) throws InterruptedException {
    A given;
    try {
      given = arguments.apply(call);
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
