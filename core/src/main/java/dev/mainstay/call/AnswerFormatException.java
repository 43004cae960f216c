package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.Choice;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.schema.JsonReadException;
import java.util.List;
import java.util.Optional;

/**
 * A whole answer that is not of the form that was asked for, as {@link ChatResponse#as} finds: by
 * {@code Truncated} where the limit on tokens cut it off, by {@code UnparsableAnswer} where its
 * text does not read as what was asked for, else by {@code MalformedAnswer}. The answer is its
 * {@linkplain #partial partial} one, always there.
 */
public final class AnswerFormatException extends MainstayException {
  private static final long serialVersionUID = 1L;

  AnswerFormatException(Failure failure, ChatResponse answer) {
    super(failure, answer.metadata(), Optional.of(answer));
  }

  static AnswerFormatException unreadable(String type, JsonReadException why, ChatResponse answer) {
    AnswerFormatException exception =
        new AnswerFormatException(
            new Failure.UnparsableAnswer(
                FailureDetail.of("the answer is not a " + type)
                    .withQuoted(String.valueOf(why.getMessage()))),
            answer);
    exception.initCause(why);
    return exception;
  }

  /** Why {@code choice} cannot be of any form. */
  static Optional<Failure> obstacle(Choice choice) {
    Optional<FinishReason> finish = choice.finishReason();
    if (finish.isEmpty()) {
      return Optional.of(new Failure.Truncated(FailureDetail.of("the answer is not whole")));
    }
    if (finish.get() == FinishReason.LENGTH) {
      return Optional.of(
          new Failure.Truncated(
              FailureDetail.of(
                  "the answer was cut off by the limit on tokens; ask with a higher maxTokens")));
    }
    if (!choice.refusal().isEmpty() && choice.text().isEmpty()) {
      return Optional.of(malformed("the model refused to answer", choice.refusal()));
    }
    if (finish.get() == FinishReason.CONTENT_FILTER) {
      return Optional.of(
          new Failure.MalformedAnswer(FailureDetail.of("a filter stopped the answer")));
    }
    return choice.text().isEmpty() && !choice.toolCalls().isEmpty()
        ? Optional.of(tools(choice.toolCalls()))
        : Optional.empty();
  }

  private static Failure tools(List<ToolCall> calls) {
    return new Failure.MalformedAnswer(
        FailureDetail.of(
            "the model asks for tools in place of an answer; give it the results of "
                + calls.stream().map(ToolCall::name).toList()
                + " first"));
  }

  // What the model wrote is for the caller alone.
  private static Failure malformed(String message, String quoted) {
    return new Failure.MalformedAnswer(FailureDetail.of(message).withQuoted(quoted));
  }
}
