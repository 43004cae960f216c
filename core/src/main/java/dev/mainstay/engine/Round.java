package dev.mainstay.engine;

import dev.mainstay.call.VisibleOutput;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.stream.Stage;
import dev.mainstay.stream.UsageSum;
import dev.mainstay.verdict.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What the attempts of a call are for: an answer, or to go on with one that broke. */
sealed interface Round permits FirstRound, Recovering {

  /**
   * Plans how {@code deployment} is asked, for which the call's request was put as {@code asked};
   * gives why it is not, where it is not.
   */
  Optional<Failure> plan(
      Deployment deployment, Rendition asked, Function<Deployment, Provider> providers);

  /** Whether nobody else is to be asked either. */
  boolean isOver();

  /** What is asked. */
  ChatRequest request();

  /** What of the answer commits it. */
  VisibleOutput visible();

  /** How the call's request was put for the answer that is on its way to the caller. */
  Rendition rendition();

  /** Joins an answer's chunks to what the caller has, where that stands. */
  Optional<? extends Stage> joint();

  /** What the caller is told before the first chunk of an answer. */
  Optional<ChatEvent> opening();

  /** Whether an answer in which a safety system left nothing may be had better elsewhere. */
  boolean mayRefuseSilence();

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
