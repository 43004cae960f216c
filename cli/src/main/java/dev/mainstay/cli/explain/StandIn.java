package dev.mainstay.cli.explain;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;

import dev.mainstay.KnownProviders;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.testing.ScriptedProvider.Action;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.time.Duration;
import java.util.function.Function;

/** Takes the place of every provider: its attempts meet faults, or get an answer of no meaning. */
final class StandIn implements Provider {
  /** A transport that carries nothing. */
  static final Transport NOWHERE = new Nowhere();

  private static final String BEFORE_BREAK = "This is the beginning of an answer";
  private static final String AFTER_BREAK = ", and this is its end.";

  private final Function<Deployment, PlannedFault> faults;
  private final TimeSource time;

  StandIn(Function<Deployment, PlannedFault> faults, TimeSource time) {
    this.faults = faults;
    this.time = time;
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    Action[] actions =
        switch (faults.apply(deployment)) {
          case PlannedFault.Answers answers -> answer(beginning(deployment, request) + AFTER_BREAK);
          case PlannedFault.Fails(Failure failure) -> new Action[] {breaks(failure)};
          case PlannedFault.IsSilent silent -> new Action[] {stalls()};
          case PlannedFault.BreaksOff(Failure failure) ->
              new Action[] {says(beginning(deployment, request)), breaks(failure)};
        };
    return ScriptedProvider.stream(time, actions);
  }

  @Override
  public Prefill prefill(Deployment deployment) {
    return KnownProviders.named(deployment.provider())
        .map(provider -> provider.make(NOWHERE, time).prefill(deployment))
        .orElse(Prefill.NONE);
  }

  // Whoever is asked to go on repeats everything, but after a prefill where the vendor does not.
  private String beginning(Deployment deployment, ChatRequest request) {
    boolean isPrefilled = request.messages().getLast().json().get("prefix").isPresent();
    return isPrefilled && prefill(deployment) == Prefill.CONTINUES ? "" : BEFORE_BREAK;
  }

  private static final class Nowhere implements Transport {
    @Override
    public Exchange open(HttpCall call) {
      throw new IllegalStateException("nobody is called to explain a call");
    }

    @Override
    public void close() {}
  }
}
