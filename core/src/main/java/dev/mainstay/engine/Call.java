package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.MainstayException;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.model.CallMetadata;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.ChatResponse;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.Judge;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.policy.Verdict;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.route.Group;
import dev.mainstay.route.Route;
import dev.mainstay.route.Router;
import dev.mainstay.stream.ToolCallHold;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
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
  private final Deadline deadline;
  private final Deadline untilOutput;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final TimeSource.Timer expiry;
  private @Nullable Failure firstGroupFailure;
  private volatile @Nullable Failure stopped;
  private volatile @Nullable ProviderStream upstream;
  private volatile @Nullable Thread waiting;

  private Call(
      ChatRequest request,
      CallOptions options,
      Commit commit,
      Route route,
      EngineSettings settings) {
    this.request = request;
    this.options = options;
    this.commit = commit;
    this.settings = settings;
    this.route = route;
    this.time = settings.time();
    this.timeouts = settings.timeouts(options);
    this.story = new CallStory(UUID.randomUUID().toString(), route, settings.listeners(), time);
    this.deadline =
        timeouts.total().map(total -> Deadline.in(total, time)).orElse(Deadline.never());
    this.untilOutput =
        timeouts.untilOutput().map(limit -> Deadline.in(limit, time)).orElse(Deadline.never());
    this.expiry =
        timeouts
            .total()
            .filter(total -> deadline.isBounded())
            .map(total -> time.schedule(total, () -> stop(expired(total))))
            .orElse(() -> {});
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
      EngineSettings settings) {
    Group group =
        router.group(request.model()).orElseThrow(() -> Refusal.unknownGroup(request, router));
    options.fallbacks().ifPresent(wished -> Refusal.requireGroups(wished, request, router));
    Route route = router.route(group, options.fallbacks());
    Call call = new Call(request, options, commit, route, settings);
    call.story.started(commit == Commit.FIRST_OUTPUT);
    return call;
  }

  Commit commit() {
    return commit;
  }

  /** What to do about {@code failure}. */
  Verdict judge(Failure failure) {
    return route.judge(failure, judge(), deadline.earlier(untilOutput));
  }

  CallMetadata metadata() {
    return story.metadata();
  }

  /** Goes through the gate of the deployment that comes next; or tells why that is closed. */
  Optional<Failure> enter() {
    Optional<Failure> refusal = route.enter();
    refusal.ifPresent(this::refused);
    return refusal;
  }

  /** Begins an attempt there; nothing is sent before its answer is read. */
  Answer attempt() {
    Deployment deployment = route.deployment();
    story.attemptStarted();
    ProviderStream stream =
        settings.providers().apply(deployment).open(deployment, request, timeouts.connect());
    upstream = stream;
    Failure already = stopped;
    if (already != null) {
      stream.abort(already);
    }
    Limits limits =
        Limits.of(options, timeouts, deployment, commit, route.hasElsewhere(), untilOutput);
    Watch watch = new Watch(time, limits, stream::abort);
    return new Answer(stream, watch, hold(), route.permit(), route.hasContentPolicyFallback());
  }

  /** The attempt failed before its commit. */
  void failed(Answer answer, Failure failure) {
    answer.failed(failure);
    route.failed(failure, judge());
    story.attemptFailed(failure);
    rememberFirst(failure);
  }

  Answer committed(Answer answer) {
    answer.committed();
    story.committed(commit == Commit.FIRST_OUTPUT);
    return answer;
  }

  void follow(Verdict verdict) {
    route.follow(verdict);
  }

  /** Moves on as {@code verdict} says, and waits for {@code delay}. */
  void followAfter(Duration delay, Verdict verdict) throws InterruptedException {
    route.follow(verdict);
    story.waits(delay);
    long start = time.nanos();
    park(delay);
    story.waited(time.since(start));
  }

  void fallBack(Verdict verdict, Failure failure) {
    String from = route.group();
    route.follow(verdict);
    story.fellBack(from, failure);
  }

  /** Ends the call without an answer; gives the exception to throw. */
  MainstayException fail(Failure failure) {
    boolean ofCall = failure instanceof Failure.Cancelled || isDeadline(failure);
    Failure first = firstGroupFailure;
    Failure told = ofCall || first == null ? failure : first;
    if (settle()) {
      story.ended(told);
    }
    return exception(told, Optional.empty());
  }

  /** Ends the call because its committed answer broke; gives the exception to throw. */
  MainstayException broke(Failure failure, ChatResponse partial) {
    endAfterCommit(failure);
    return exception(failure, Optional.of(partial));
  }

  /** Ends the call with its whole answer. */
  void succeeded() {
    if (settle()) {
      story.succeeded();
    }
  }

  /** The caller has closed its stream. */
  void close() {
    Failure cancelled = closedByCaller();
    if (endAfterCommit(cancelled)) {
      stop(cancelled);
    }
  }

  static Failure closedByCaller() {
    return cancelled("the caller closed the stream");
  }

  static Failure interrupted() {
    return cancelled("the calling thread was interrupted");
  }

  private void refused(Failure failure) {
    story.refused(failure);
    rememberFirst(failure);
  }

  private void rememberFirst(Failure failure) {
    boolean ofFirstGroup = route.fallbackCount() == 0;
    if (ofFirstGroup && !(failure instanceof Failure.NoDeployment && firstGroupFailure != null)) {
      firstGroupFailure = failure;
    }
  }

  private Judge judge() {
    return settings.judge(route.group(), options);
  }

  private boolean endAfterCommit(Failure failure) {
    boolean first = settle();
    if (first) {
      story.brokeAfterCommit(failure);
      story.ended(failure);
    }
    return first;
  }

  private MainstayException exception(Failure failure, Optional<ChatResponse> partial) {
    return MainstayException.of(failure, story.metadata(), partial, story.failuresBut(failure));
  }

  private boolean settle() {
    expiry.cancel();
    return settled.compareAndSet(false, true);
  }

  // From any thread: wakes the call out of a read or a wait.
  private void stop(Failure cause) {
    stopped = cause;
    ProviderStream stream = upstream;
    if (stream != null) {
      stream.abort(cause);
    }
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  private void park(Duration delay) throws InterruptedException {
    long until = time.nanos() + delay.toNanos();
    waiting = Thread.currentThread();
    try {
      long left = delay.toNanos();
      while (left > 0) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Failure cause = stopped;
        if (cause != null) {
          throw fail(cause);
        }
        time.park(Duration.ofNanos(left));
        left = until - time.nanos();
      }
    } finally {
      waiting = null;
    }
  }

  private @Nullable ToolCallHold hold() {
    boolean holds = commit == Commit.FIRST_OUTPUT && settings.holdToolCalls();
    return holds ? new ToolCallHold(request.choices()) : null;
  }

  private static boolean isDeadline(Failure failure) {
    return failure instanceof Failure.TimedOut late && late.phase().endsCall();
  }

  private static Failure cancelled(String why) {
    return new Failure.Cancelled(FailureDetail.of(why));
  }

  private static Failure expired(Duration total) {
    String message =
        "the call was not over within its timeout of " + total.toMillis() / 1000.0 + " s";
    return new Failure.TimedOut(TimeoutPhase.TOTAL, FailureDetail.of(message));
  }
}
