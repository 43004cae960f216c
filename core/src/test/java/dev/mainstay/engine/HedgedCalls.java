package dev.mainstay.engine;

import static dev.mainstay.engine.World.outcomes;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.time.CrowdTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls in a crowd that are hedged after two seconds; twenty of them earn a hedge. */
abstract class HedgedCalls {
  static final CallOptions NONE = CallOptions.none();

  final CrowdTime time = new CrowdTime();
  final BusyProvider provider = new BusyProvider(time, ofMillis(10));
  final World world =
      new World()
          .clock(time)
          .providers(deployment -> provider)
          .retries(RetryPolicy.of(0))
          .chance(0)
          .hedging(HedgePolicy.after(ofSeconds(2)));
  final List<ChatResponse> answers = new ArrayList<>();
  final List<MainstayException> failures = new ArrayList<>();
  Duration start = Duration.ZERO;
  Mode mode = Mode.STREAMED;

  void afterTwentyCalls(Runnable then) {
    time.run(
        List.of(() -> {
          ask(20);
          then.run();
        }));
  }

  void slowly(String model, Duration latency) {
    provider.slow(model, latency);
    start = time.elapsed();
    call("chat");
  }

  Duration took() {
    return time.elapsed().minus(start);
  }

  void ask(int times) {
    for (int i = 0; i < times; i++) {
      call("chat");
    }
  }

  void call(String group) {
    call(group, NONE);
  }

  void call(String group, CallOptions options) {
    try {
      answers.add(mode.make(world.engine(), ChatRequest.of(group, "Hello"), options));
    } catch (MainstayException e) {
      failures.add(e);
    }
  }

  List<String> lastOutcomes() {
    return outcomes(answers.getLast().metadata().attempts());
  }

  long hedges() {
    return answers.stream()
        .flatMap(answer -> answer.metadata().attempts().stream())
        .filter(attempt -> attempt.outcome() instanceof Attempt.Outcome.Outrun)
        .count();
  }

  <T extends CallEvent> List<T> events(Class<T> type) {
    return world.events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
