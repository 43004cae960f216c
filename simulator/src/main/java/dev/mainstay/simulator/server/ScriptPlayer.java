package dev.mainstay.simulator.server;

import dev.mainstay.simulator.dialect.Ask;
import dev.mainstay.simulator.dialect.Dialect;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Outage;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.Script.Part;
import dev.mainstay.time.TimeSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A script being played: which step is next for whom, and who is in. */
public final class ScriptPlayer {
  private static final Prepared STANDARD = Prepared.of(Answer.standard());

  private final Script script;
  private final TimeSource time;
  private final long start;
  private final List<Scene> scenes;
  private final List<Interval> outages;
  private final Limits limits;
  private final AtomicInteger inFlight = new AtomicInteger();

  public ScriptPlayer(Script script, TimeSource time) {
    this.script = script;
    this.time = time;
    this.start = time.nanos();
    this.limits = new Limits(script.limits(), start);
    this.scenes = script.parts().stream().map(Scene::of).toList();
    this.outages =
        script.outages().stream()
            .map(outage -> new Interval(outage, Prepared.of(outage.fault())))
            .toList();
  }

  Script script() {
    return script;
  }

  /** The outage that is on now. */
  Optional<Prepared> outage() {
    if (outages.isEmpty()) {
      return Optional.empty();
    }
    return outages.stream()
        .filter(interval -> interval.outage().isOn(time.since(start)))
        .map(Interval::reply)
        .findFirst();
  }

  /** What the limits say to {@code ask}, which comes with {@code key}. */
  LimitsVerdict verdict(String key, Ask ask) {
    return limits.enter(key, ask.tokens(), time.nanos());
  }

  /** How {@code dialect} tells what a {@code verdict} found. */
  List<Header> headers(LimitsVerdict verdict, Dialect dialect) {
    return verdict.told().isEmpty() ? List.of() : dialect.limitHeaders(verdict.told(), time.now());
  }

  /**
   * Takes a place among those in flight, to be given back by {@link #leave}; whether there was one.
   */
  boolean enter() {
    if (script.concurrency() == 0 || inFlight.incrementAndGet() <= script.concurrency()) {
      return true;
    }
    leave();
    return false;
  }

  void leave() {
    if (script.concurrency() > 0) {
      inFlight.decrementAndGet();
    }
  }

  /** What happens to {@code ask}, which was let in with {@code key}; uses up a step. */
  Prepared next(String key, Ask ask) {
    Prepared reply = next(ask);
    if (limits.countTokens()) {
      limits.correct(key, reply.tokens(ask).minus(ask.tokens()), time.nanos());
    }
    return reply;
  }

  private Prepared next(Ask ask) {
    for (Scene scene : scenes) {
      if (fits(scene.match(), ask)) {
        return scene.next();
      }
    }
    return STANDARD;
  }

  private record Interval(Outage outage, Prepared reply) {}

  private static boolean fits(Match match, Ask ask) {
    return match.model().filter(name -> !name.equals(ask.request().model())).isEmpty()
        && match.prompt().filter(text -> !ask.mentions(text)).isEmpty();
  }

  private record Scene(
      Match match, List<Prepared> steps, List<Prepared> always, AtomicLong played) {

    static Scene of(Part part) {
      return new Scene(part.match(), prepare(part.steps()), always(part), new AtomicLong());
    }

    private static List<Prepared> always(Part part) {
      return part.always().isEmpty() ? List.of(STANDARD) : prepare(part.always());
    }

    Prepared next() {
      long number = played.getAndIncrement();
      if (number < steps.size()) {
        return steps.get((int) number);
      }
      return always.get((int) ((number - steps.size()) % always.size()));
    }

    private static List<Prepared> prepare(List<Reply> replies) {
      // A step that is said to happen a thousand times is prepared once.
      IdentityHashMap<Reply, Prepared> known = new IdentityHashMap<>();
      return replies.stream().map(reply -> known.computeIfAbsent(reply, Prepared::of)).toList();
    }
  }
}
