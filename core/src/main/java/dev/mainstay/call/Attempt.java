package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One exchange with one deployment.
 *
 * @param deployment the deployment's id
 * @param group the model group it was tried for
 * @param start when it began
 * @param duration how long it took: to the first output for a stream that got so far, else to its
 *     end
 * @param outcome how it ended
 * @param waitBefore the wait before it
 * @param waitReason what it waited for, the longest where that was more than one thing; nothing
 *     where it did not wait
 */
public record Attempt(
    String deployment,
    String group,
    Instant start,
    Duration duration,
    Outcome outcome,
    Duration waitBefore,
    Optional<WaitReason> waitReason) {

  /** How an attempt ended. */
  public sealed interface Outcome {

    /** The outcome in one word: {@code Succeeded}, {@code Outrun}, or the failure's kind. */
    default String word() {
      return switch (this) {
        case Succeeded succeeded -> "Succeeded";
        case Outrun outrun -> "Outrun";
        case Failed(Failure failure) -> failure.kind();
      };
    }

    /** It gave the answer. */
    record Succeeded() implements Outcome {}

    /** It was left, since another that was under way beside it had output first. */
    record Outrun() implements Outcome {}

    /**
     * It failed.
     *
     * @param failure why, without a word of the answer
     */
    record Failed(Failure failure) implements Outcome {
      /** A failed attempt; what the failure quotes is left out. */
      public Failed {
        failure = failure.withoutQuoted();
      }
    }
  }
}
