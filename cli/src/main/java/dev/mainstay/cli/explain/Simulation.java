package dev.mainstay.cli.explain;

import dev.mainstay.KnownProviders;
import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.gate.Health;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.Policies;
import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Member;
import dev.mainstay.routing.Candidate;
import dev.mainstay.time.ManualTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Calls through the engine, on a clock that jumps, to providers that nobody asks. Used once. */
final class Simulation {
  private final List<Step> steps = new ArrayList<>();
  private final ManualTime time = new ManualTime();
  private final FaultCounter faults;
  private final Odds odds;
  private final MainstayBuilder builder;
  private String group = "";

  /** A simulation that draws {@code there} at the step {@code step}, else the middle. */
  private Simulation(GatewayConfig config, Faults faults, int step, double there) {
    this.faults = new FaultCounter(faults);
    this.odds = new Odds(config.routing().strategy(), steps::add);
    this.builder =
        config
            .apply(Mainstay.builder())
            .policies(withoutHedges(config.policies()))
            .strategy(odds)
            .random(new Chance(step, there, steps::size))
            .transport(StandIn.NOWHERE)
            .time(time)
            .listener(this::onEvent);
    StandIn standIn = new StandIn(this::fault, time);
    providers(config).forEach(name -> builder.provider(name, standIn));
  }

  // Two that are under way at once have no order that is the same each time.
  private static Policies withoutHedges(Policies policies) {
    Policies without = policies.withHedging(HedgePolicy.off());
    for (String group : policies.groupHedging().keySet()) {
      without = without.withHedging(group, HedgePolicy.off());
    }
    return without;
  }

  /** The steps of the calls of {@code question}, each wait the middle of its range. */
  static List<Step> steps(GatewayConfig config, Faults faults, Question question) {
    return steps(config, faults, question, Chance.NOWHERE, 0);
  }

  /** The same, but what is drawn when {@code step} steps are made is {@code there}, below 1. */
  static List<Step> steps(
      GatewayConfig config, Faults faults, Question question, int step, double there) {
    Simulation simulation = new Simulation(config, faults, step, there);
    try (Mainstay mainstay = simulation.builder.build()) {
      for (int i = 0; i < question.times(); i++) {
        simulation.call(mainstay, question);
      }
    }
    return simulation.steps;
  }

  /** The library as {@code config} makes it, though with nobody behind it. */
  static Mainstay mainstay(GatewayConfig config) {
    return new Simulation(config, Faults.none(), Chance.NOWHERE, 0).builder.build();
  }

  private void call(Mainstay mainstay, Question question) {
    Optional<MainstayException> thrown = Optional.empty();
    try {
      ask(mainstay, question);
    } catch (MainstayException e) {
      thrown = Optional.of(e);
    }
    steps.add(new Step.Ended(thrown, cooling()));
  }

  private static void ask(Mainstay mainstay, Question question) {
    ChatRequest request = ChatRequest.of(question.model(), "Hello");
    if (!question.streamed()) {
      mainstay.chat(request);
      return;
    }
    try (ChatStream stream = mainstay.stream(request)) {
      while (stream.nextChunk().isPresent()) {
        // Only how it goes is of interest.
      }
    }
  }

  private void onEvent(CallEvent event) {
    steps.add(new Step.Told(event));
    switch (event) {
      case CallEvent.CallStarted started -> faults.begin();
      case CallEvent.AttemptStarted started -> group = started.group();
      case CallEvent.AttemptFailed failed -> {}
      case CallEvent.Waiting waiting -> {}
      case CallEvent.FirstOutput output -> {}
      case CallEvent.FellBack fellBack -> {}
      case CallEvent.Recovered recovered -> {}
      case CallEvent.CallSucceeded succeeded -> {}
      case CallEvent.CallFailed failed -> {}
    }
  }

  private PlannedFault fault(Deployment deployment) {
    return faults.next(deployment, group);
  }

  private List<Step.CoolingDown> cooling() {
    List<Step.CoolingDown> found = new ArrayList<>();
    for (Candidate candidate : odds.seen()) {
      if (candidate instanceof Member member
          && member.gate().health() instanceof Health.CoolingDown cooling) {
        found.add(new Step.CoolingDown(member.deployment().id(), cooling.remaining()));
      }
    }
    return found;
  }

  private static Set<String> providers(GatewayConfig config) {
    Stream<String> configured =
        config.groups().values().stream().flatMap(List::stream).map(Deployment::provider);
    return new LinkedHashSet<>(Stream.concat(KnownProviders.names().stream(), configured).toList());
  }
}
