package dev.mainstay.engine;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Turn;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.route.Route;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Group;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.stream.FinishHold;
import dev.mainstay.stream.LoopGuard;
import dev.mainstay.stream.PricedUsage;
import dev.mainstay.stream.Stage;
import dev.mainstay.stream.ToolCallHold;
import dev.mainstay.stream.WholeText;
import dev.mainstay.time.TimeSource;
import dev.mainstay.verdict.Judge;
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One call under way: its route, deadline, story, and whether somebody has ended it. */
final class Call {
  private final ChatRequest request;
  private final CallOptions options;
  private final Commit commit;
  private final EngineSettings settings;
  private final TimeSource time;
  private final Timeouts timeouts;
  private final Route route;
  private final CallStory story;
  private final CallDeadlines deadlines;
  private Round round;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final CallsUnderWay underWay;
  private final Stop stop;
  private @Nullable ProviderStream upstream;
  private @Nullable AttemptAnswer answer;
  private @Nullable Accumulator delivered;

  private Call(
      ChatRequest request,
      CallOptions options,
      Commit commit,
      Route route,
      EngineSettings settings,
      PrefillMemory memory,
      CallsUnderWay underWay) {
    this.request = request;
    this.options = options;
    this.commit = commit;
    this.settings = settings;
    this.underWay = underWay;
    this.stop = new Stop(settings.time());
    this.route = route;
    this.round =
        new FirstRound(request, settings.policies().recovery(route.settingsGroup()), memory);
    this.time = settings.time();
    this.timeouts = settings.timeouts(options);
    String id = options.id().orElseGet(() -> UUID.randomUUID().toString());
    this.story = new CallStory(id, route, settings.listeners(), time);
    this.deadlines = new CallDeadlines(timeouts, time, this::stop);
  }

  /**
   * Begins a call.
   *
   * @throws MainstayException if the request asks for a group that is none, or for a fallback to
   *     one
   */
  static Call begin(
      ChatRequest request,
      CallOptions options,
      Commit commit,
      Router router,
      EngineSettings settings,
      PrefillMemory memory,
      CallsUnderWay underWay) {
    CallChecks.requireNames(request, options.fallbacks());
    Group group =
        router.group(request.model()).orElseThrow(() -> CallChecks.unknownGroup(request, router));
    options.fallbacks().ifPresent(wished -> CallChecks.requireGroups(wished, request, router));
    Route route = router.route(group, request, options);
    Call call = new Call(request, options, commit, route, settings, memory, underWay);
    underWay.add(call);
    call.story.started(commit == Commit.FIRST_OUTPUT);
    return call;
  }

  Commit commit() {
    return commit;
  }

  /** What to do about {@code failure}. */
  Verdict judge(Failure failure) {
    if (stop.cause().isPresent()) {
      return new Verdict.GiveUp();
    }
    return round.verdict(failure).orElseGet(() -> route.judge(failure, judge(), deadlines.first()));
  }

  CallMetadata metadata() {
    return story.metadata();
  }

  /** Goes through the gate of the deployment that comes next; or tells why that is closed. */
  Optional<Failure> enter() {
    Optional<Failure> refusal = route.enter();
    if (refusal.isPresent()) {
      refused(refusal.get());
      return refusal;
    }
    Optional<Failure> end = plan();
    end.ifPresent(failure -> route.permit().close());
    return end;
  }

  /** Begins an attempt there; nothing is sent before its answer is read. */
  AttemptAnswer attempt() {
    Deployment deployment = settings.asked(route.deployment(), options);
    answer = null;
    upstream = null;
    story.attemptStarted();
    ProviderStream stream =
        settings
            .providers()
            .apply(deployment)
            .open(deployment, round.request(), timeouts.connect());
    upstream = stream;
    stop.reads(stream);
    AttemptLimits limits =
        AttemptLimits.of(
            request,
            options,
            timeouts,
            deployment,
            commit,
            route.hasElsewhere(),
            deadlines.untilOutput());
    AttemptTimers timers = new AttemptTimers(time, limits, stream::abort);
    boolean refusesSilence = round.mayRefuseSilence() && route.hasContentPolicyFallback();
    AttemptAnswer begun =
        new AttemptAnswer(
            stream, timers, stages(), route.permit(), refusesSilence, request.choices());
    answer = begun;
    round.opening().ifPresent(begun::begin);
    return begun;
  }

  /** The attempt failed before its commit. */
  Failure failed(AttemptAnswer answer, Failure failure) {
    Failure weighed = round.weigh(route.deployment(), failure);
    answer.failed(weighed);
    route.failed(weighed, judge());
    story.attemptFailed(weighed);
    round.met(weighed, route.fallbackCount() == 0);
    return weighed;
  }

  AttemptAnswer committed(AttemptAnswer answer) {
    // A plain answer has come whole: its length is no time to a first token.
    if (commit == Commit.FIRST_OUTPUT) {
      answer.committed();
    }
    round.committed(story, commit);
    return answer;
  }

  /** Turns to whom {@code move} names after {@code failure}, and waits as it says. */
  void move(Verdict.Move move, Failure failure) throws InterruptedException {
    route.turnTo(move.whom());
    if (!move.counts()) {
      route.forgetLast();
    }
    switch (move.when()) {
      case When.AtOnce now -> {}
      case When.After(Duration delay) -> waitFor(delay);
      case When.InLine line -> waitIn(line, failure);
    }
  }

  void fallBackTo(String group, Failure failure) {
    String from = route.group();
    route.fallBackTo(group);
    story.fellBack(from, failure);
  }

  /** Its answer goes out, and so far {@code delivered} of it. */
  void delivers(Accumulator delivered) {
    this.delivered = delivered;
  }

  /** Whether the caller has the whole answer, though its end has not been read. */
  boolean isDelivered() {
    Accumulator came = delivered;
    return came != null && came.isFinished() && came.choices() >= request.choices();
  }

  /** Ends the call without an answer; gives the exception to throw. */
  MainstayException fail(Failure failure) {
    Failure told = told(failure);
    end(told);
    return exception(told);
  }

  private MainstayException exception(Failure told) {
    return MainstayException.of(
        told,
        story.metadata(),
        Optional.ofNullable(delivered).map(came -> came.response(story.metadata())),
        story.failuresBut(told));
  }

  /**
   * The attempt broke after its commit, when the caller had {@code delivered}, and some {@code
   * heldTokens} more were held back.
   */
  void broke(Failure failure, Accumulator delivered, long heldTokens) {
    route.failed(failure, judge());
    story.brokeAfterCommit(failure);
    deadlines.broke();
    TokenPrices prices = route.deployment().info().prices();
    round = round.broke(failure, prices, delivered, heldTokens);
    plan();
  }

  /**
   * Ends the call because somebody's code threw what is no failure; without effect where {@code
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
    return exception(Ends.crash(bug));
  }

  /** Ends the call with its whole answer. */
  void succeeded() {
    if (settle()) {
      story.succeeded(cost(Optional.ofNullable(delivered).flatMap(Accumulator::usage)));
    }
  }

  /** {@code chunk}, with the cost in its usage where that is wanted and known. */
  ChatChunk priced(ChatChunk chunk) {
    return settings.policies().tellsCost() ? PricedUsage.of(chunk, this::cost) : chunk;
  }

  private OptionalDouble cost(Optional<Usage> used) {
    return round.cost(route.deployment().info().prices(), used);
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

  private void waitFor(Duration delay) throws InterruptedException {
    story.waits(delay);
    long start = time.nanos();
    stop.park(delay);
    story.waited(time.since(start));
  }

  private void waitIn(When.InLine line, Failure failure) throws InterruptedException {
    long start = time.nanos();
    Turn turn = route.lineUp(line.longest());
    if (!turn.isOver()) {
      story.waits(line.delay());
      stop.park(line.longest(), turn::isOver);
      story.waited(time.since(start));
    }
    String from = route.group();
    if (route.leaveLine()) {
      story.fellBack(from, failure);
    }
  }

  private void refused(Failure failure) {
    story.refused(failure);
    round.met(failure, route.fallbackCount() == 0);
  }

  private Judge judge() {
    return settings.judge(route.settingsGroup(), options);
  }

  private Optional<Failure> plan() {
    return round.plan(route.deployment(), settings.providers());
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
    ProviderStream opened = upstream;
    try {
      if (answer != null) {
        answer.close();
      } else if (opened != null) {
        upstream = null;
        opened.close();
      }
    } finally {
      route.letGo();
    }
  }

  private boolean settle() {
    if (!settled.compareAndSet(false, true)) {
      return false;
    }
    underWay.remove(this);
    deadlines.close();
    return true;
  }

  // In the order in which they run.
  private Stages stages() {
    List<Stage> stages = new ArrayList<>();
    settings.policies().loopGuard().ifPresent(limit -> stages.add(new LoopGuard(limit)));
    if (commit == Commit.FIRST_OUTPUT) {
      stages.add(new FinishHold(request.choices()));
    }
    round.joint().ifPresent(stages::add);
    stages.add(new WholeText());
    if (commit == Commit.FIRST_OUTPUT && settings.policies().holdsToolCalls()) {
      stages.add(new ToolCallHold(request.choices()));
    }
    return new Stages(stages);
  }
}
