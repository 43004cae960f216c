package dev.mainstay.provider.openai;

import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.EventDecoder;
import dev.mainstay.provider.wire.Reading;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads a stream's chunks. Its semantic end is the finish reason of every choice; a {@code [DONE]}
 * proves nothing.
 */
final class ChunkDecoder implements EventDecoder {
  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

  private final boolean hidesUsage;
  private final UnaryOperator<JsonObject> form;
  private final AnswerReader reader;
  private boolean isDone;

  /**
   * @param choices how many choices were asked for
   * @param hidesUsage whether the usage chunk was asked for by us alone
   * @param form what comes, as a chunk of a chat
   */
  ChunkDecoder(int choices, boolean hidesUsage, UnaryOperator<JsonObject> form) {
    this.hidesUsage = hidesUsage;
    this.form = form;
    this.reader = new AnswerReader(choices);
  }

  @Override
  public Reading read(SseEvent event) {
    return isDone(event.data()) ? done() : chunk(form.apply(Json.parseObject(event.data())));
  }

  @Override
  public boolean isWhole() {
    return isDone || reader.isWhole();
  }

  @Override
  public boolean isOver() {
    return isDone;
  }

  @Override
  public boolean hasOutput() {
    return reader.hasOutput();
  }

  private Reading done() {
    isDone = reader.isEveryChoiceFinished();
    return isDone
        ? Reading.nothing()
        : new Reading.Truncated("the stream said [DONE] before any finish_reason");
  }

  private Reading chunk(JsonObject chunk) {
    AnswerReader.Said said = reader.chunk(chunk);
    return said.error().isPresent()
        ? new Reading.Failed(said.error().get(), said.events())
        : Reading.of(said.events(), shown(chunk, said.json()));
  }

  // A usage chunk is the caller's only if the caller asked; frames that are not chunks are
  // nobody's.
  private Optional<JsonObject> shown(JsonObject told, JsonObject chunk) {
    Optional<JsonArray> choices = chunk.array("choices");
    boolean hasChoices = choices.isPresent() && !choices.get().isEmpty();
    boolean isShown =
        hasChoices || (chunk.hasValue("usage") ? !hidesUsage : hasEmptyListOfChoices(told));
    return isShown
        ? Optional.of(choices.isPresent() ? chunk : withChoices(chunk))
        : Optional.empty();
  }

  // As Azure's first one; null in its place, or in it, is none.
  private static boolean hasEmptyListOfChoices(JsonObject told) {
    return told.array("choices").filter(JsonArray::isEmpty).isPresent();
  }

  // Clients go through them without a look whether there are any.
  private static JsonObject withChoices(JsonObject chunk) {
    return chunk.with("choices", JsonArray.of());
  }

  private static boolean isDone(byte[] data) {
    return data.length >= DONE.length && Arrays.equals(data, 0, DONE.length, DONE, 0, DONE.length);
  }
}
