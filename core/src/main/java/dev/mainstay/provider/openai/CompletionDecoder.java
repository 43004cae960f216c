package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.Reading;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads a whole answer.
 *
 * @param choices how many choices were asked for
 * @param isStream whether a stream was asked for: what is given out is then a chunk
 * @param form what comes, as an answer of a chat
 */
record CompletionDecoder(int choices, boolean isStream, UnaryOperator<JsonObject> form)
    implements AnswerDecoder {
  @Override
  public Reading read(JsonObject told) {
    JsonObject answer = form.apply(told);
    AnswerReader reader = new AnswerReader(choices);
    AnswerReader.Said said = reader.answer(answer);
    if (said.error().isPresent()) {
      return new Reading.Failed(said.error().get(), said.events());
    }
    Optional<JsonArray> list = answer.array("choices");
    if (list.isEmpty() || list.get().isEmpty()) {
      return new Reading.Malformed("the answer has no choices");
    }
    return isEnded(reader)
        ? Reading.of(
            said.events(),
            Optional.of(isStream ? ChunkForm.of(said.json()) : WholeForm.of(said.json())))
        : new Reading.Truncated(
            reader.isEveryChoiceAnswered()
                ? "the answer has no finish_reason"
                : "the answer has neither output nor a finish_reason");
  }

  // OpenRouter leaves the finish_reason out of some plain answers: JSON that is whole is then a
  // whole answer if it says anything. A stream has no such excuse.
  private boolean isEnded(AnswerReader reader) {
    return isStream ? reader.isEveryChoiceFinished() : reader.isEveryChoiceAnswered();
  }
}
