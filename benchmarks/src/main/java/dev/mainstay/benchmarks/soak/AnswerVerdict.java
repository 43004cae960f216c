package dev.mainstay.benchmarks.soak;

import dev.mainstay.benchmarks.soak.CallerConnection.Answer;
import dev.mainstay.benchmarks.soak.CallerConnection.Ending;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import java.util.Optional;

/** What one answer is worth. */
enum AnswerVerdict {
  /** The right answer, whole, told as whole. */
  WHOLE,
  /** A beginning of the right answer, told as one: by an error, or without a finish reason. */
  BROKEN,
  /** An error in place of an answer. */
  REFUSED,
  /** The caller left; what it had by then was right. */
  LEFT,
  /** Anything else: never to be seen. */
  WRONG;

  static AnswerVerdict of(Answer answer, String expected) {
    try {
      return answer.isStream() ? ofStream(answer, expected) : ofPlain(answer, expected);
    } catch (JsonException e) {
      return WRONG;
    }
  }

  private static AnswerVerdict ofPlain(Answer answer, String expected) {
    if (answer.ending() == Ending.LEFT) {
      return LEFT;
    }
    if (answer.ending() != Ending.WHOLE) {
      return WRONG;
    }
    JsonObject json = Json.parseObject(answer.body());
    if (answer.status() != 200) {
      return json.object("error").flatMap(error -> error.text("message")).isPresent()
          ? REFUSED
          : WRONG;
    }
    String text =
        choice(json).object("message").flatMap(message -> message.text("content")).orElse("");
    Optional<String> finish = choice(json).text("finish_reason");
    if (finish.isEmpty()) {
      return expected.startsWith(text) ? BROKEN : WRONG;
    }
    return finish.get().equals("stop") && text.equals(expected) ? WHOLE : WRONG;
  }

  private static AnswerVerdict ofStream(Answer answer, String expected) {
    StringBuilder text = new StringBuilder();
    int finishes = 0;
    boolean isDone = false;
    boolean isError = false;
    // What follows the last line break may be half a line.
    String lines = answer.body().substring(0, answer.body().lastIndexOf('\n') + 1);
    for (String line : lines.split("\n")) {
      if (!line.startsWith("data: ")) {
        continue;
      }
      if (isDone || isError) {
        return WRONG;
      }
      if (line.equals("data: [DONE]")) {
        isDone = true;
        continue;
      }
      JsonObject chunk = Json.parseObject(line.substring(6));
      isError = chunk.has("error");
      text.append(choice(chunk).object("delta").flatMap(d -> d.text("content")).orElse(""));
      finishes += choice(chunk).text("finish_reason").isPresent() ? 1 : 0;
    }
    return ofStream(answer.ending(), text.toString(), expected, finishes, isDone, isError);
  }

  private static AnswerVerdict ofStream(
      Ending ending, String text, String expected, int finishes, boolean isDone, boolean isError) {
    boolean isBegun = expected.startsWith(text);
    return switch (ending) {
      case WHOLE -> isDone && finishes == 1 && text.equals(expected) ? WHOLE : WRONG;
      case CUT -> isError && finishes == 0 && isBegun ? BROKEN : WRONG;
      case LEFT -> isBegun ? LEFT : WRONG;
      case TIMED_OUT -> WRONG;
    };
  }

  private static JsonObject choice(JsonObject json) {
    return json.array("choices")
        .flatMap(choices -> choices.objects().findFirst())
        .orElse(JsonObject.empty());
  }
}
