package dev.mainstay.tool;

import org.jspecify.annotations.Nullable;

/**
 * What a tool does. It may be called by several threads at once.
 *
 * @param <A> its arguments
 */
@FunctionalInterface
public interface ToolFunction<A> {
  /**
   * The result for {@code arguments}: a text as it is, records, collections, maps and optionals as
   * JSON, anything else by its {@code toString}.
   *
   * @throws Exception whose message is told to the model as the result, so that it can do something
   *     else
   */
  @Nullable Object call(A arguments) throws Exception;
}
