package dev.mainstay.temporal.sink;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;

/** What a message's reader is told. */
public sealed interface SinkEvent {

  /** A piece of the answer's text. */
  record Text(String text) implements SinkEvent {}

  /** A piece of the model's reasoning. */
  record Reasoning(String text) implements SinkEvent {}

  /** The answer starts over: what came before is to be dropped. */
  record Restarted() implements SinkEvent {}

  /**
   * The answer is whole. The last event.
   *
   * @param answer the whole answer, as it travels
   */
  record Done(JsonObject answer) implements SinkEvent {}

  /**
   * There will be no more. The last event.
   *
   * @param kind the kind of failure, as in {@code RateLimited}
   */
  record Failed(String kind) implements SinkEvent {}

  /** Whether nothing follows. */
  default boolean isLast() {
    return switch (this) {
      case Done done -> true;
      case Failed failed -> true;
      case Text text -> false;
      case Reasoning reasoning -> false;
      case Restarted restarted -> false;
    };
  }

  /**
   * The event's name: {@code text}, {@code reasoning}, {@code restarted}, {@code done}, {@code
   * failed}.
   */
  default String name() {
    return switch (this) {
      case Text text -> "text";
      case Reasoning reasoning -> "reasoning";
      case Restarted restarted -> "restarted";
      case Done done -> "done";
      case Failed failed -> "failed";
    };
  }

  /** What is told beside the name, as JSON. */
  default JsonObject data() {
    return switch (this) {
      case Text(String text) -> JsonObject.of("text", new JsonString(text));
      case Reasoning(String text) -> JsonObject.of("text", new JsonString(text));
      case Restarted restarted -> JsonObject.empty();
      case Done(JsonObject answer) -> answer;
      case Failed(String kind) -> JsonObject.of("kind", new JsonString(kind));
    };
  }

  /**
   * The event of that name and data.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static SinkEvent of(String name, JsonObject data) {
    return switch (name) {
      case "text" -> new Text(data.text("text").orElse(""));
      case "reasoning" -> new Reasoning(data.text("text").orElse(""));
      case "restarted" -> new Restarted();
      case "done" -> new Done(data);
      case "failed" -> new Failed(data.text("kind").orElse(""));
      default -> throw new IllegalArgumentException("a sink has no event '" + name + "'");
    };
  }
}
