package dev.mainstay.engine;

import dev.mainstay.call.ChatCall;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.stream.UsageSum;
import dev.mainstay.verdict.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What the attempts of a call are for: an answer, or to go on with one that broke. */
sealed interface Round permits FirstRound, Recovering {

  /**
   * What the attempts of {@code call} are for at first.
   *
   * @param plain its request as it is
   * @param delivered what will have gone out of its answer
   */
  static Round first(
      ChatCall call,
      Rendition plain,
      RecoveryPolicy recovery,
      PrefillMemory memory,
      Accumulator delivered) {
    return call.begun()
        .<Round>map(begun -> Recovering.from(begun, plain, recovery, memory, delivered))
        .orElseGet(() -> new FirstRound(plain, recovery, memory, delivered));
  }

  /**
   * Plans how {@code deployment} is asked, for which the call's request was put as {@code asked}.
   * The round goes by its last plan when it judges and weighs what comes of it.
   */
  Plan plan(Deployment deployment, Rendition asked, Function<Deployment, Provider> providers);

  /** How the call's request was put for the answer that is on its way to the caller. */
  Rendition rendition();

  /** This round, where an attempt of it may have a second one beside it. */
  default Optional<FirstRound> hedged() {
    return Optional.empty();
  }

  /** What to do about {@code failure}, where that is not a matter of the route. */
  Optional<Verdict> verdict(Failure failure);

  /** What {@code failure} of an attempt at {@code deployment} means. */
  Failure weigh(Deployment deployment, Failure failure);

  /** Takes note that an attempt failed, or was not let in. */
  void met(Failure failure, boolean inFirstGroup);

  /** The failure that the caller is told of a call that ends by {@code last}. */
  Failure told(Failure last);

  /** Tells that an attempt has committed. */
  void committed(CallStory story, Commit commit);

  /**
   * What the answer costs in US dollars, where that is known.
   *
   * @param prices those of the deployment that answers
   * @param last what the last attempt has used
   */
  OptionalDouble cost(TokenPrices prices, Optional<Usage> last);

  /**
   * What all attempts at the answer have used so far, that of now included.
   *
   * @param prices those of the deployment that answers
   */
  UsageSum used(TokenPrices prices, long heldTokens);

  /** The round that follows where the answer breaks by {@code failure}. */
  Round broke(Failure failure, TokenPrices prices, long heldTokens);
}
