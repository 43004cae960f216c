package dev.mainstay.engine;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Group;
import dev.mainstay.time.Deadline;
import dev.mainstay.verdict.Whom;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries calls through: one attempt after another, until the answer commits or nothing is left to
 * try. A plain call and a streamed one differ in their {@link Commit} alone.
 *
 * <p>Thread-safe. A call runs on the thread that makes it.
 */
public final class Engine implements AutoCloseable {
  private final Router router;
  private final EngineSettings settings;
  private final CallsUnderWay underWay = new CallsUnderWay();
  private final EngineState state;

  /** An engine that finds its way by {@code router} and keeps to {@code settings}. */
  public Engine(Router router, EngineSettings settings) {
    this.router = router;
    this.settings = settings;
    this.state = new EngineState(new PrefillMemory(), new Hedges(settings.policies()), underWay);
  }

  /**
   * The whole answer to {@code request}.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatResponse chat(ChatRequest request, CallOptions options) {
    return chat(ChatCall.of(request).withOptions(options));
  }

  /**
   * The whole answer to {@code call}. One that goes on with an answer from before is a stream
   * underneath, since only a stream can be joined to it.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatResponse chat(ChatCall call) {
    Call begun = begin(call, commit(call), deployment -> Optional.empty());
    AttemptAnswer answer = carry(begun, null);
    return whole(new CallStream(begun, answer));
  }

  /**
   * The same, by nobody of whom {@code obstacles} tells why not.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatResponse chat(ChatCall call, Function<Deployment, Optional<Failure>> obstacles) {
    Call begun = begin(call, commit(call), obstacles);
    AttemptAnswer answer = carry(begun, null);
    return whole(new CallStream(begun, answer));
  }

  private static Commit commit(ChatCall call) {
    return call.begun().isEmpty() ? Commit.WHOLE_ANSWER : Commit.FIRST_OUTPUT;
  }

  private static ChatResponse whole(ChatStream opened) {
    try (ChatStream answer = opened) {
      Optional<ChatChunk> chunk = answer.nextChunk();
      while (chunk.isPresent()) {
        chunk = answer.nextChunk();
      }
      return answer.response();
    }
  }

  /**
   * The answer to {@code request} from its first output on; returns once that is there.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatStream stream(ChatRequest request, CallOptions options) {
    return stream(ChatCall.of(request).withOptions(options));
  }

  /**
   * The answer to {@code call} from its first visible output on; returns once that is there.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatStream stream(ChatCall call) {
    Call begun = begin(call, Commit.FIRST_OUTPUT, deployment -> Optional.empty());
    AttemptAnswer answer = carry(begun, null);
    return new CallStream(begun, answer);
  }

  /** How often a call to {@code group} with {@code options} retries. */
  public RetryPolicy retries(Group group, CallOptions options) {
    return settings.retries(group.configuredAs(), options);
  }

  /** A budget as large as that of one call with {@code options} that retries so. */
  public CallBudget budget(RetryPolicy retries, CallOptions options) {
    return CallBudget.of(retries.maxAttempts(), deadline(options));
  }

  /** When a call with {@code options} that begins now is over. */
  public Deadline deadline(CallOptions options) {
    return settings
        .timeouts(options)
        .total()
        .map(total -> Deadline.in(total, settings.time()))
        .orElseGet(Deadline::never);
  }

  // Who carries it needs lines of its own: a method for all would be one more on the stack of a
  // call that waits, and a stream made around its answer would be there while it waits.
  private Call begin(
      ChatCall asked, Commit commit, Function<Deployment, Optional<Failure>> obstacles) {
    return Call.begin(asked, commit, router, obstacles, settings, state);
  }

  /**
   * Ends all calls under way, whatever they wait for, as {@code Cancelled}; so end all that are
   * made from now on.
   */
  @Override
  public void close() {
    underWay.close();
  }

  /** How many calls are under way: what is kept of them is no more than that. */
  int underWay() {
    return underWay.size();
  }

  /**
   * The loop. Whatever happens to an attempt before its commit, the caller sees nothing of it.
   *
   * <p>A provider, a policy, a clock: somebody else's code may throw anything, and the call must be
   * over then, with nothing kept.
   */
  private static AttemptAnswer carry(Call call, @Nullable Break before) {
    try {
      Whom whom = before == null ? Whom.UNTRIED : goOnAfter(before, call);
      while (true) {
        call.failIfStopped();
        Failure failure = call.enter(whom).orElse(null);
        if (failure == null) {
          Reached reached = call.attempt();
          failure = reached.failure().orElse(null);
          if (failure == null) {
            return call.committed(reached.answer());
          }
          failure = call.failed(reached.answer(), failure);
        }
        whom = call.waits().waitFor(call.goesOn(failure, whom), failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw call.fail(Ends.interrupted());
    } catch (Throwable e) {
      call.crashed(e);
      throw e;
    }
  }

  /** How the answer that was going out has ended. */
  private record Break(Failure failure, long heldTokens) {}

  private static Whom goOnAfter(Break before, Call call) throws InterruptedException {
    call.broke(before.failure(), before.heldTokens());
    Failure failure = before.failure();
    return call.waits().waitFor(call.goesOn(failure, Whom.SAME), failure);
  }

  /**
   * Goes on with a call whose answer broke after its commit: the same loop once more, with the text
   * so far.
   *
   * @throws dev.mainstay.call.MainstayException with the partial answer, if there is no way
   */
  static AttemptAnswer recover(Call call, Failure failure, long heldTokens) {
    return carry(call, new Break(failure, heldTokens));
  }
}
