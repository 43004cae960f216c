package dev.mainstay.cli.explain;

import dev.mainstay.KnownProviders;
import dev.mainstay.http.Exchange;
import dev.mainstay.http.HttpCall;
import dev.mainstay.http.Transport;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Takes the place of every provider: its attempts meet faults, or get an answer of no meaning. */
final class StandIn implements Provider {
  /** A transport that carries nothing. */
  static final Transport NOWHERE = new Nowhere();

  private static final String BEFORE_BREAK = "This is the beginning of an answer";
  private static final String AFTER_BREAK = ", and this is its end.";

  private final Function<Deployment, Fault> faults;
  private final TimeSource time;

  StandIn(Function<Deployment, Fault> faults, TimeSource time) {
    this.faults = faults;
    this.time = time;
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    List<Step> steps = new ArrayList<>();
    boolean silent = false;
    switch (faults.apply(deployment)) {
      case Fault.Answers answers -> answer(steps, beginning(deployment, request));
      case Fault.Fails(var failure) -> steps.add(new ProviderStream.Broken(failure));
      case Fault.IsSilent nothing -> silent = true;
      case Fault.BreaksOff(var failure) -> {
        steps.add(next(new ChatEvent.TextDelta(beginning(deployment, request))));
        steps.add(new ProviderStream.Broken(failure));
      }
    }
    return silent ? PlayedStream.silent(time) : PlayedStream.of(steps, time);
  }

  @Override
  public Prefill prefill(Deployment deployment) {
    return KnownProviders.named(deployment.provider())
        .map(provider -> provider.make(NOWHERE, time).prefill(deployment))
        .orElse(Prefill.NONE);
  }

  private static void answer(List<Step> steps, String beginning) {
    steps.add(next(new ChatEvent.TextDelta(beginning + AFTER_BREAK)));
    steps.add(next(new ChatEvent.Finished(FinishReason.STOP, "stop")));
    steps.add(new ProviderStream.End());
  }

  // Whoever is asked to go on repeats everything, but after a prefill where the vendor does not.
  private String beginning(Deployment deployment, ChatRequest request) {
    boolean isPrefilled = request.messages().getLast().json().get("prefix").isPresent();
    return isPrefilled && prefill(deployment) == Prefill.CONTINUES ? "" : BEFORE_BREAK;
  }

  private static Step next(ChatEvent event) {
    return new ProviderStream.Next(ChatChunk.of(event));
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
