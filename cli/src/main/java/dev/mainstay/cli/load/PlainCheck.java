package dev.mainstay.cli.load;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** A plain answer: one JSON object, with a choice that has come to its end. */
final class PlainCheck implements AnswerCheck {
  private final Optional<String> expected;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  PlainCheck(Optional<String> expected) {
    this.expected = expected;
  }

  // It says nothing before it is whole.
  @Override
  public boolean take(byte[] bytes, int length) {
    body.write(bytes, 0, length);
    return false;
  }

  @Override
  public Optional<Miss> miss() {
    JsonObject answer;
    try {
      answer = Json.parseObject(body.toByteArray());
    } catch (JsonException e) {
      return Optional.of(Miss.notAnAnswer("the body is not a JSON object: " + e.getMessage()));
    }
    Optional<JsonObject> choice = answer.array("choices").flatMap(all -> all.objects().findFirst());
    if (choice.isEmpty()) {
      return Optional.of(Miss.notAnAnswer("the answer has no choices"));
    }
    if (choice.get().text("finish_reason").isEmpty()) {
      return Optional.of(Miss.notWhole("the answer has no finish_reason"));
    }
    Optional<String> text = choice.get().object("message").flatMap(said -> said.text("content"));
    return expected.isEmpty() || expected.equals(text)
        ? Optional.empty()
        : Optional.of(new Miss("another text", text.orElse("none")));
  }
}
