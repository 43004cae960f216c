package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.stream.Stage;
import dev.mainstay.verdict.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A call until it has an answer: every attempt is asked what the caller asked. */
final class FirstRound implements Round {
  private final ChatRequest request;
  private final RecoveryPolicy recovery;
  private final PrefillMemory memory;
  private @Nullable Failure ofFirstGroup;

  FirstRound(ChatRequest request, RecoveryPolicy recovery, PrefillMemory memory) {
    this.request = request;
    this.recovery = recovery;
    this.memory = memory;
  }

  @Override
  public Optional<Failure> plan(Deployment deployment, Function<Deployment, Provider> providers) {
    return Optional.empty();
  }

  @Override
  public ChatRequest request() {
    return request;
  }

  @Override
  public Optional<Stage> joint() {
    return Optional.empty();
  }

  @Override
  public Optional<ChatEvent> opening() {
    return Optional.empty();
  }

  @Override
  public boolean mayRefuseSilence() {
    return true;
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
    if (inFirstGroup && !(failure instanceof Failure.NoDeployment && ofFirstGroup != null)) {
      ofFirstGroup = failure;
    }
  }

  @Override
  public Failure told(Failure last) {
    Failure first = ofFirstGroup;
    return last.isOfCall() || first == null ? last : first;
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
  public Round broke(Failure failure, TokenPrices prices, Accumulator delivered, long heldTokens) {
    return new Recovering(request, prices, recovery, memory, delivered, heldTokens, failure);
  }
}
