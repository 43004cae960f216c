package dev.mainstay.provider.openai;

import dev.mainstay.http.HttpHead;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.provider.ProviderStream.Broken;
import dev.mainstay.provider.ProviderStream.End;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.provider.wire.AnswerBody;
import dev.mainstay.provider.wire.Bodies;
import dev.mainstay.provider.wire.ErrorBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An answer that is one JSON. */
final class PlainAnswer implements AnswerBody {
  static final int MAX_BYTES = 64 * 1024 * 1024;

  private final Call call;
  private final HttpHead head;
  private final InputStream body;
  private final UnaryOperator<JsonObject> form;
  private final AnswerReader reader;
  private boolean isWhole;

  /**
   * @param form what of the JSON is given out: itself, or its form as a chunk where a stream was
   *     asked for
   */
  PlainAnswer(Call call, HttpHead head, InputStream body, UnaryOperator<JsonObject> form) {
    this.call = call;
    this.head = head;
    this.body = body;
    this.form = form;
    this.reader = new AnswerReader(call.choices());
  }

  @Override
  public Step next() throws IOException {
    if (isWhole) {
      return new End();
    }
    Optional<byte[]> bytes = Bodies.read(body, MAX_BYTES);
    return bytes
        .map(this::decode)
        .orElseGet(() -> malformed("the answer is larger than " + MAX_BYTES + " bytes"));
  }

  @Override
  public boolean isWhole() {
    return isWhole;
  }

  @Override
  public void close() {}

  private Step decode(byte[] bytes) {
    byte[] text = Bodies.trim(bytes);
    if (text.length == 0) {
      return malformed("the answer is empty");
    }
    if (text[0] == '<') {
      return malformed(Bodies.summary(text) + " in place of an answer");
    }
    try {
      return decode(Json.parse(text));
    } catch (JsonException e) {
      return malformed("the answer is no JSON: " + e.getMessage() + ": " + Bodies.summary(text));
    }
  }

  private Step decode(JsonValue json) {
    return switch (json) {
      case JsonObject answer -> decode(answer);
      case JsonArray list
          when list.first().orElse(list) instanceof JsonObject first && ErrorBody.isIn(first) ->
          broken(ErrorBody.of(first));
      default -> malformed("the answer is JSON, but no object");
    };
  }

  private Step decode(JsonObject answer) {
    AnswerReader.Reading reading = reader.answer(answer);
    if (reading.error().isPresent()) {
      return broken(reading.error().get());
    }
    if (answer.array("choices").filter(choices -> !choices.isEmpty()).isEmpty()) {
      return malformed("the answer has no choices");
    }
    if (!isEnded()) {
      return new Broken(
          call.classifier().truncated(head, "the answer has neither output nor a finish_reason"));
    }
    isWhole = true;
    return new Next(new ChatChunk(reading.events(), Optional.of(form.apply(answer))));
  }

  // OpenRouter leaves the finish_reason out of some plain answers: JSON that is whole is then a
  // whole
  // answer if it says anything. A stream has no such excuse.
  private boolean isEnded() {
    return call.isStream() ? reader.isEveryChoiceFinished() : reader.isEveryChoiceAnswered();
  }

  private Step broken(ErrorBody error) {
    return new Broken(call.classifier().ofInBand(head, error, true));
  }

  private Step malformed(String message) {
    return new Broken(call.classifier().malformed(head, message));
  }
}
