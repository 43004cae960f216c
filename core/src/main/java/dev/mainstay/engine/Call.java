package dev.mainstay.engine;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.route.Route;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Group;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.stream.PricedUsage;
import dev.mainstay.stream.UsageSum;
import dev.mainstay.time.TimeSource;
import dev.mainstay.verdict.Judge;
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.When;
import dev.mainstay.verdict.Whom;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** One call under way: its route, deadline, story, and whether somebody has ended it. */
final class Call {
  private final ChatCall asked;
  private final Commit commit;
  private final EngineSettings settings;
  private final Route route;
  private final Renderer renderer;
  private final Attempts attempts;
  private final Waits waits;
  private final CallStory story;
  private final CallDeadlines deadlines;
  private final Accumulator delivered;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final EngineState state;
  private final Stop stop;
  private Round round;
  private boolean goesOut;

  private Call(
      ChatCall asked, Commit commit, Route route, EngineSettings settings, EngineState state) {
    this.asked = asked;
    this.commit = commit;
    this.settings = settings;
    this.state = state;
    TimeSource time = settings.time();
    this.stop = new Stop(time);
    this.route = route;
    this.renderer = new Renderer(asked, commit, settings.providers(), state.memory());
    this.delivered = kept(asked, commit);
    this.goesOut = asked.begun().isPresent();
    RecoveryPolicy recovery = settings.recovery(route.settingsGroup(), asked);
    this.round = Round.first(asked, renderer.plain(), recovery, state.memory(), delivered);
    Timeouts timeouts = settings.timeouts(asked.options());
    this.attempts = new Attempts(asked, commit, settings, timeouts, stop);
    this.story = new CallStory(CallStory.idOf(asked.options()), route, settings.listeners(), time);
    this.waits = new Waits(route, story, stop, time, asked.options().waitLimits().room());
    this.deadlines = new CallDeadlines(timeouts, asked.budget(), time, this::stop);
  }

  private static Accumulator kept(ChatCall asked, Commit commit) {
    return commit == Commit.WHOLE_ANSWER
        ? Accumulator.ofWhole()
        : asked.begun().map(Accumulator::goingOnWith).orElseGet(Accumulator::new);
  }

  /**
   * Begins a call.
   *
   * @param obstacles tells of whom the call must not ask, and why
   * @throws MainstayException if the request asks for a group that is not one, or for a fallback to
   *     one
   */
  static Call begin(
      ChatCall asked,
      Commit commit,
      Router router,
      Function<Deployment, Optional<Failure>> obstacles,
      EngineSettings settings,
      EngineState state) {
    boolean streamed = commit == Commit.FIRST_OUTPUT;
    Group group = new CallChecks(asked, streamed, router, settings.listeners()).group();
    Route route = router.route(group, Renderer.unrendered(asked), asked.options(), obstacles);
    Call call = new Call(asked, commit, route, settings, state);
    state.underWay().add(call);
    state.hedges().called(route.settingsGroup());
    call.story.started(streamed);
    return call;
  }

  Commit commit() {
    return commit;
  }

  Waits waits() {
    return waits;
  }

  /** How it goes on after {@code failure} of {@code whom} it had turned to, or ends with that. */
  Verdict.Move goesOn(Failure failure, Whom whom) {
    return switch (judge(failure, whom)) {
      case Verdict.Move move -> counted(move);
      case Verdict.FallBack(String group) -> fallBackTo(group, failure);
      case Verdict.GiveUp end -> throw fail(failure, end.notWaited());
    };
  }

  private Verdict judge(Failure failure, Whom whom) {
    if (stop.cause().isPresent()) {
      return new Verdict.GiveUp();
    }
    return round.verdict(failure).orElseGet(() -> judgeOnRoute(failure, whom));
  }

  private Verdict judgeOnRoute(Failure failure, Whom whom) {
    return isBudgetSpent()
        ? new Verdict.GiveUp()
        : waits.judge(failure, whom, judge(), deadlines.first());
  }

  private boolean isBudgetSpent() {
    return asked.budget().filter(CallBudget::isSpent).isPresent();
  }

  CallMetadata metadata() {
    return story.metadata();
  }

  /** Goes through the gate of a deployment that it turns to; or tells why that is closed. */
  Optional<Failure> enter(Whom whom) {
    Optional<Failure> refusal = route.enter(whom);
    if (refusal.isPresent()) {
      refused(refusal.get());
      return refusal;
    }
    return planned();
  }

  /**
   * The same for a second attempt, at another deployment that has room now; whether there is one.
   */
  boolean enterBeside() {
    return !isBudgetSpent() && route.enterBeside() && planned().isEmpty();
  }

  private Optional<Failure> planned() {
    Rendition rendition = renderer.render(route.deployment());
    Optional<Failure> obstacle =
        switch (round.plan(route.deployment(), rendition, settings.providers())) {
          case Plan.Ask plan -> {
            attempts.next(plan);
            yield drawFromBudget();
          }
          case Plan.PassOver(Failure why) -> {
            route.failed(why, judge());
            refused(why);
            yield Optional.of(why);
          }
          case Plan.End(Failure why) -> Optional.of(why);
        };
    if (obstacle.isPresent()) {
      route.permit().close();
    }
    return obstacle;
  }

  private Optional<Failure> drawFromBudget() {
    Optional<Failure> spent =
        asked
            .budget()
            .filter(budget -> !budget.draw())
            .map(budget -> Ends.budgetSpent(budget.maxAttempts()));
    spent.ifPresent(this::refused);
    return spent;
  }

  /** Makes an attempt there, up to its commit or the failure that comes before it. */
  Reached attempt() throws InterruptedException {
    AttemptAnswer answer = begin();
    Optional<Race> race = round.hedged().flatMap(this::race);
    return race.isPresent() ? race.get().run(answer) : new Reached(answer, answer.reach(commit));
  }

  private Optional<Race> race(FirstRound first) {
    return state
        .hedges()
        .of(route.settingsGroup())
        .map(
            hedges -> new Race(this, hedges, first, route, attempts, story, stop, settings.time()));
  }

  /** Begins an attempt; nothing is sent before its answer is read. */
  AttemptAnswer begin() {
    story.attemptStarted();
    return attempts.begin(route, deadlines.untilOutput());
  }

  /** The attempt failed before its commit. */
  Failure failed(AttemptAnswer answer, Failure failure) {
    Failure weighed = round.weigh(route.deployment(), failure);
    answer.failed(weighed);
    route.failed(weighed, judge());
    story.attemptFailed(weighed);
    round.met(weighed, route.isAtFirst());
    return weighed;
  }

  AttemptAnswer committed(AttemptAnswer answer) {
    round.committed(story, commit);
    return answer;
  }

  private Verdict.Move counted(Verdict.Move move) {
    if (!move.counts()) {
      route.forgetLast();
      asked.budget().ifPresent(CallBudget::giveBack);
    }
    return move;
  }

  private Verdict.Move fallBackTo(String group, Failure failure) {
    String from = route.group();
    route.fallBackTo(group);
    state.hedges().called(route.settingsGroup());
    story.fellBack(from, failure);
    return new Verdict.Move(Whom.UNTRIED, new When.AtOnce(), true);
  }

  /** What has gone out of its answer, which goes out from now on. */
  Accumulator delivers() {
    goesOut = true;
    return delivered;
  }

  /** Whether the caller has the whole answer, though its end has not been read. */
  boolean isDelivered() {
    return delivered.isFinished();
  }

  /** How its request was put for the answer that goes out. */
  Rendered rendered() {
    return round.rendition().rendered();
  }

  /** What has gone out, for another call to go on with. */
  DeliveredAnswer deliveredAnswer(long heldTokens) {
    UsageSum used = round.used(prices(), heldTokens);
    return delivered.toGoOnWith(round.rendition().form(), used);
  }

  /** Ends the call without an answer; gives the exception to throw. */
  MainstayException fail(Failure failure) {
    return fail(failure, Optional.empty());
  }

  /** Ends the call, which may not make the wait {@code notWaited}; gives the exception to throw. */
  MainstayException fail(Failure failure, Optional<Duration> notWaited) {
    Failure told = told(failure);
    end(told);
    return exception(told, notWaited);
  }

  private MainstayException exception(Failure told, Optional<Duration> notWaited) {
    return MainstayException.of(
        told,
        story.metadata(),
        goesOut ? Optional.of(delivered.response(story.metadata())) : Optional.empty(),
        goesOut ? Optional.of(deliveredAnswer(0)) : Optional.empty(),
        notWaited,
        story.failuresBut(told));
  }

  /** The attempt broke after its commit, and some {@code heldTokens} more were held back. */
  void broke(Failure failure, long heldTokens) {
    route.failed(failure, judge());
    story.brokeAfterCommit(failure);
    deadlines.broke();
    Rendition rendition = round.rendition();
    round = round.broke(failure, prices(), heldTokens);
    // So that the round knows whether anybody can go on at all; whoever is let in next is planned
    // for anew.
    round.plan(route.deployment(), rendition, settings.providers());
  }

  /**
   * Ends the call because somebody's code threw what is not a failure; without effect where {@code
   * bug} is the call's own end.
   */
  void crashed(Throwable bug) {
    if (settled.get()) {
      return;
    }
    try {
      end(Ends.crash(bug));
    } catch (Throwable another) {
      if (!another.equals(bug)) {
        bug.addSuppressed(another);
      }
    }
  }

  /** What a read finds whose stream has crashed before. */
  MainstayException hasCrashed(Throwable bug) {
    return exception(Ends.crash(bug), Optional.empty());
  }

  /** Ends the call with its whole answer. */
  void succeeded() {
    if (settle()) {
      story.succeeded(cost(delivered.usage()));
    }
  }

  /** {@code chunk}, with the cost in its usage where that is wanted and known. */
  ChatChunk priced(ChatChunk chunk) {
    return settings.policies().tellsCost() ? PricedUsage.of(chunk, this::cost) : chunk;
  }

  private OptionalDouble cost(Optional<Usage> used) {
    return round.cost(prices(), used);
  }

  // Who goes on with an answer from before has one also where nobody was asked yet.
  private TokenPrices prices() {
    return route.hasAsked() ? route.deployment().info().prices() : TokenPrices.unknown();
  }

  /** The caller has closed its stream, before its end or after. */
  void close() {
    end(Ends.closedByCaller());
  }

  /** From any thread: ends the call by {@code cause}, whatever it waits for. */
  void stop(Failure cause) {
    if (!settled.get()) {
      stop.stop(cause);
    }
  }

  /** Throws what ends the call, where it was stopped between two attempts. */
  void failIfStopped() {
    Optional<Failure> cause = stop.cause();
    if (cause.isPresent()) {
      throw fail(cause.get());
    }
  }

  private void refused(Failure failure) {
    story.refused(failure);
    round.met(failure, route.isAtFirst());
  }

  private Judge judge() {
    return settings.judge(route.settingsGroup(), asked.options());
  }

  // The caller learns of its own end, else of what broke its stream, else of what failed first.
  private Failure told(Failure failure) {
    return stop.cause().orElseGet(() -> round.told(failure));
  }

  // With everything it holds, whoever's code throws on the way.
  private void end(Failure failure) {
    try {
      letGo();
    } finally {
      if (settle()) {
        story.ended(failure);
      }
    }
  }

  private void letGo() {
    try {
      attempts.letGo();
    } finally {
      route.letGo();
    }
  }

  private boolean settle() {
    if (!settled.compareAndSet(false, true)) {
      return false;
    }
    state.underWay().remove(this);
    deadlines.close();
    return true;
  }
}
