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
import dev.mainstay.stream.SemanticEnd;
import dev.mainstay.stream.Stage;
import dev.mainstay.stream.ToolCallHold;
import dev.mainstay.stream.WholeText;
import dev.mainstay.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Begins the attempts of one call, and lets go of the one that is under way. */
final class Attempts {
  private final ChatCall call;
  private final Commit commit;
  private final EngineSettings settings;
  private final Timeouts timeouts;
  private final Stop stop;
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

  /**
   * Begins one at the deployment that has let the call in, asked as {@code round} has planned;
   * nothing is sent before its answer is read.
   */
  AttemptAnswer begin(Route route, Round round, Deadline untilOutput) {
    Deployment deployment = settings.asked(route.deployment(), call.options());
    ChatRequest request = round.request();
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
    SemanticEnd end = new SemanticEnd(request.choices());
    AttemptTimers timers = new AttemptTimers(settings.time(), limits, end, stream::abort);
    boolean refusesSilence = round.mayRefuseSilence() && route.hasContentPolicyFallback();
    ReadyChunks ready = new ReadyChunks(round.visible());
    round.opening().ifPresent(ready::open);
    AttemptAnswer begun =
        new AttemptAnswer(
            stream, timers, stages(round, end), ready, route.permit(), refusesSilence, end);
    answer = begun;
    return begun;
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
  private Stages stages(Round round, SemanticEnd end) {
    Policies policies = settings.policies();
    List<Stage> stages = new ArrayList<>();
    policies.loopGuard().ifPresent(limit -> stages.add(new LoopGuard(limit)));
    if (commit == Commit.FIRST_OUTPUT) {
      stages.add(new FinishHold(end));
    }
    round.joint().ifPresent(stages::add);
    stages.add(new WholeText());
    if (commit == Commit.FIRST_OUTPUT && policies.holdsToolCalls()) {
      stages.add(new ToolCallHold(round.request().choices()));
    }
    return new Stages(stages);
  }
}
