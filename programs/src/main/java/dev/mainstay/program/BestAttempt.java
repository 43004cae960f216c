package dev.mainstay.program;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.schema.JsonType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks a program several times, and keeps the best.
 *
 * @param threshold the score that is good enough
 * @param advice what an attempt is told of the ones before
 */
record BestAttempt<I, O>(
    Program<I, O> program, int n, Reward<I, O> reward, double threshold, Advice advice) {
  /** What an attempt is told. */
  enum Advice {
    /** That it is to differ. */
    OTHER,
    /** What the last one was, and what could be better. */
    FEEDBACK
  }

  private static final String NAME = "attempt";

  BestAttempt {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(reward, "reward");
    if (n < 1) {
      throw new IllegalArgumentException("n is " + n + "; use 1 or more");
    }
    if (Double.isNaN(threshold)) {
      throw new IllegalArgumentException("the threshold is not a number; use a score");
    }
  }

  BestAttempt<I, O> withThreshold(double threshold) {
    return new BestAttempt<>(program, n, reward, threshold, advice);
  }

  O run(I input, Run run) {
    @Nullable O best = null;
    double most = Double.NEGATIVE_INFINITY;
    String hint = "";
    @Nullable RuntimeException failure = null;
    for (int attempt = 1; attempt <= n && most < threshold; attempt++) {
      try {
        O answer = run.hinted(hint).call(NAME, program, input);
        Score score = reward.score(input, answer);
        if (best == null || score.value() > most) {
          best = answer;
          most = score.value();
        }
        hint = hint(attempt + 1, answer, score);
      } catch (RuntimeException e) {
        failure = e;
        if (e instanceof MainstayException left && left.failure() instanceof Failure.Cancelled) {
          throw e;
        }
      }
    }
    if (best == null) {
      throw failure == null ? new IllegalStateException("no attempt was made") : failure;
    }
    return best;
  }

  String told(String kind) {
    return kind + "[" + n + " of " + program + "]";
  }

  JsonObjectBuilder identity(JsonObjectBuilder json) {
    return json.put("program", program.identity())
        .put("n", n)
        .put("threshold", String.valueOf(threshold));
  }

  private String hint(int next, O last, Score score) {
    String number = "This is attempt " + next + ". ";
    return switch (advice) {
      case OTHER -> number + "Find an answer of your own, other than one that comes first to mind.";
      case FEEDBACK ->
          number
              + "The answer before scored "
              + score.value()
              + (score.feedback().isEmpty() ? "" : ": " + score.feedback())
              + "\nIt was: "
              + text(last)
              + "\nGive a better one.";
    };
  }

  @SuppressWarnings("unchecked") // a value is of its own class
  private static <T> String text(T value) {
    return value instanceof Record
        ? ((JsonType<T>) JsonType.of(value.getClass())).write(value).toJson()
        : String.valueOf(value);
  }
}
