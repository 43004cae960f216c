package dev.mainstay.engine;

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

/** A call until it has an answer: every attempt is asked what the caller asked. */
final class FirstRound implements Round {
  private final RecoveryPolicy recovery;
  private final PrefillMemory memory;
  private final Accumulator delivered;
  private final FirstFailure first = new FirstFailure();
  private Rendition asked;

  /**
   * The first round of a call.
   *
   * @param asked what the call asks
   * @param delivered what will have gone out of its answer
   */
  FirstRound(
      Rendition asked, RecoveryPolicy recovery, PrefillMemory memory, Accumulator delivered) {
    this.asked = asked;
    this.recovery = recovery;
    this.memory = memory;
    this.delivered = delivered;
  }

  @Override
  public Plan plan(
      Deployment deployment, Rendition asked, Function<Deployment, Provider> providers) {
    this.asked = asked;
    return new Plan.Ask(
        asked.request(),
        asked.choices(),
        asked.visible(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /** Of two attempts under way the one that is meant was asked {@code rendition}. */
  void turnTo(Rendition rendition) {
    asked = rendition;
  }

  @Override
  public Rendition rendition() {
    return asked;
  }

  @Override
  public Optional<FirstRound> hedged() {
    return Optional.of(this);
  }

  @Override
  public Optional<Verdict> verdict(Failure failure) {
    return Optional.empty();
  }

  @Override
  public Failure weigh(Deployment deployment, Failure failure) {
    return failure;
  }

  @Override
  public void met(Failure failure, boolean inFirstGroup) {
    first.met(failure, inFirstGroup);
  }

  @Override
  public Failure told(Failure last) {
    return first.told(last);
  }

  @Override
  public void committed(CallStory story, Commit commit) {
    story.committed(commit == Commit.FIRST_OUTPUT);
  }

  @Override
  public OptionalDouble cost(TokenPrices prices, Optional<Usage> last) {
    return last.map(prices::cost).orElse(OptionalDouble.empty());
  }

  @Override
  public UsageSum used(TokenPrices prices, long heldTokens) {
    UsageSum used = new UsageSum();
    used.payBy(prices::cost);
    used.add(asked.request(), delivered, heldTokens);
    return used;
  }

  @Override
  public Round broke(Failure failure, TokenPrices prices, long heldTokens) {
    return Recovering.after(failure, asked, recovery, memory, delivered, used(prices, heldTokens));
  }
}
