package dev.mainstay.cli.demo;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a client has got so far. */
final class Listening {
  private final int status;
  private final Consumer<String> onText;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder arguments = new StringBuilder();
  private String finishReason = "";
  private boolean isDone;
  private Optional<JsonObject> error = Optional.empty();

  Listening(int status, Consumer<String> onText) {
    this.status = status;
    this.onText = onText;
  }

  /** A plain answer, or an error. */
  void body(JsonObject body) {
    take(body, "message");
  }

  /** An event of a stream. */
  void chunk(JsonObject chunk) {
    take(chunk, "delta");
  }

  void done() {
    isDone = true;
  }

  boolean hasError() {
    return error.isPresent();
  }

  Heard heard() {
    return new Heard(
        status,
        text.toString(),
        arguments.toString(),
        finishReason,
        isDone,
        error.isPresent(),
        error.flatMap(e -> e.text("code")).orElse(""),
        error.flatMap(e -> e.text("message")).orElse(""));
  }

  private void take(JsonObject json, String part) {
    error = error.or(() -> json.object("error"));
    objects(json, "choices")
        .forEach(choice -> {
          choice.text("finish_reason").ifPresent(reason -> finishReason = reason);
          choice.object(part).ifPresent(this::said);
        });
  }

  private void said(JsonObject message) {
    message.text("content").filter(piece -> !piece.isEmpty()).ifPresent(this::said);
    objects(message, "tool_calls")
        .flatMap(call -> call.object("function").stream())
        .flatMap(function -> function.text("arguments").stream())
        .forEach(arguments::append);
  }

  private void said(String piece) {
    text.append(piece);
    onText.accept(piece);
  }

  private static Stream<JsonObject> objects(JsonObject json, String name) {
    return json.array(name).stream().flatMap(JsonArray::objects);
  }
}
