package dev.mainstay.engine;

import dev.mainstay.call.ChatCall;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Policies;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.route.Route;
import dev.mainstay.stream.FinishHold;
import dev.mainstay.stream.LoopGuard;
import dev.mainstay.stream.OneUsage;
import dev.mainstay.stream.SemanticEnd;
import dev.mainstay.stream.Stage;
import dev.mainstay.stream.ToolCallHold;
import dev.mainstay.stream.WholeText;
import dev.mainstay.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Begins the attempts of one call, and lets go of the one that is under way. */
final class Attempts {
  private final ChatCall call;
  private final Commit commit;
  private final EngineSettings settings;
  private final Timeouts timeouts;
  private final Stop stop;
  private Plan.@Nullable Ask next;
  private @Nullable ProviderStream upstream;
  private @Nullable AttemptAnswer answer;

  /**
   * The attempts of {@code call}.
   *
   * @param stop ends whatever is read
   */
  Attempts(ChatCall call, Commit commit, EngineSettings settings, Timeouts timeouts, Stop stop) {
    this.call = call;
    this.commit = commit;
    this.settings = settings;
    this.timeouts = timeouts;
    this.stop = stop;
  }

  /** The next is asked as {@code plan} says. */
  void next(Plan.Ask plan) {
    next = plan;
  }

  /**
   * Begins one at the deployment that has let the call in, asked as is planned; nothing is sent
   * before its answer is read.
   */
  AttemptAnswer begin(Route route, Deadline untilOutput) {
    Plan.Ask plan = Objects.requireNonNull(next, "nothing is planned");
    Deployment deployment = settings.asked(route.deployment(), call.options());
    ChatRequest request = plan.request();
    answer = null;
    upstream = null;
    ProviderStream stream =
        settings.providers().apply(deployment).open(deployment, request, timeouts.connect());
    upstream = stream;
    stop.reads(stream);
    AttemptLimits limits =
        AttemptLimits.of(
            request,
            call.options(),
            timeouts,
            deployment,
            commit,
            route.hasElsewhere(),
            untilOutput);
    SemanticEnd end = new SemanticEnd(plan.choices());
    AttemptTimers timers = new AttemptTimers(settings.time(), limits, end, stream::abort);
    boolean refusesSilence = plan.mayRefuseSilence() && route.hasContentPolicyFallback();
    ReadyChunks ready = new ReadyChunks(plan.visible());
    plan.opening().ifPresent(ready::open);
    AttemptAnswer begun =
        new AttemptAnswer(
            stream, timers, stages(plan, end), ready, route.permit(), refusesSilence, end);
    answer = begun;
    return begun;
  }

  /** Of those under way the one that is meant from now on is that with {@code answer}. */
  void turnTo(AttemptAnswer answer) {
    this.answer = answer;
    answer.isReadUnder(stop);
  }

  /** Lets go of the one that is under way. */
  void letGo() {
    ProviderStream opened = upstream;
    if (answer != null) {
      answer.close();
    } else if (opened != null) {
      upstream = null;
      opened.close();
    }
  }

  // In the order in which they run.
  private Stages stages(Plan.Ask plan, SemanticEnd end) {
    Policies policies = settings.policies();
    List<Stage> stages = new ArrayList<>();
    policies.loopGuard().ifPresent(limit -> stages.add(new LoopGuard(limit)));
    if (commit == Commit.FIRST_OUTPUT) {
      stages.add(new FinishHold(end));
    }
    plan.joint().ifPresent(stages::add);
    stages.add(new WholeText());
    if (commit == Commit.FIRST_OUTPUT && OneUsage.isWanted(plan.request())) {
      stages.add(new OneUsage());
    }
    if (commit == Commit.FIRST_OUTPUT && policies.holdsToolCalls()) {
      stages.add(new ToolCallHold(plan.choices()));
    }
    return new Stages(stages);
  }
}
