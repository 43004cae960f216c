package dev.mainstay.program.optimize;

import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.call.MainstayException;
import dev.mainstay.model.Usage;
import dev.mainstay.program.ProgramStory;
import dev.mainstay.program.event.ProgramMetadata;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What a call of a program took.
 *
 * @param tokens the tokens used, as far as they were told
 * @param cost what it cost in US dollars, where that is known of all of it
 * @param paid what is known of that; 0 where nothing is
 * @param duration how long its calls of models took
 */
record Taken(long tokens, OptionalDouble cost, double paid, Duration duration) {
  static final Taken NOTHING = new Taken(0, OptionalDouble.empty(), 0, Duration.ZERO);

  /** By a call whose story is {@code metadata}. */
  static Taken of(ProgramMetadata metadata) {
    return new Taken(
        metadata.usage().totalTokens(),
        metadata.cost(),
        metadata.calls().stream().mapToDouble(call -> call.call().cost().orElse(0)).sum(),
        metadata.calls().stream()
            .map(call -> call.call().duration())
            .reduce(Duration.ZERO, Duration::plus));
  }

  /** By a call that threw {@code failure}. */
  static Taken of(Throwable failure) {
    return ProgramStory.of(failure)
        .map(Taken::of)
        .orElseGet(() -> failure instanceof MainstayException call ? own(call) : NOTHING);
  }

  // A program of somebody's own may call a model by other means than programs.
  private static Taken own(MainstayException failed) {
    OptionalDouble cost =
        failed.delivered().map(DeliveredAnswer::cost).orElseGet(() -> failed.metadata().cost());
    return new Taken(
        failed.delivered().flatMap(DeliveredAnswer::usage).map(Usage::totalTokens).orElse(0L),
        cost,
        cost.orElse(0),
        failed.metadata().duration());
  }
}
