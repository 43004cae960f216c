package dev.mainstay.cli.explain;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.MainstayException;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Sign;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.cli.words.FailureWords;
import dev.mainstay.failure.Failure;
import dev.mainstay.gateway.api.Statuses;
import dev.mainstay.gateway.config.words.ConfigKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells an explanation on a screen: a line for each attempt, and for each decision after it. */
final class CallNarrator {
  private static final int MOST_SHARES = 4;

  private final Screen screen;
  private final Explanation told;
  private final int calls;
  private int call;
  private int attempt;
  private Span sinceStart = Span.NONE;
  // Whether no wait so far was left to chance.
  private boolean isExact = true;
  private boolean hasOutput;
  private String asked = "";
  private String odds = "";
  private Optional<Failure> last = Optional.empty();

  private CallNarrator(Screen screen, Explanation told, int calls) {
    this.screen = screen;
    this.told = told;
    this.calls = calls;
  }

  static void tell(Explanation explanation, Question question, Screen screen) {
    CallNarrator narrator = new CallNarrator(screen, explanation, question.times());
    for (int i = 0; i < explanation.steps().size(); i++) {
      narrator.tell(i, explanation.steps().get(i));
    }
  }

  private void tell(int index, Step step) {
    switch (step) {
      case Step.Told(CallEvent event) -> tell(index, event);
      case Step.Chosen(List<Step.Share> shares) -> chosen(shares);
      case Step.Ended ended -> ended(ended);
    }
  }

  private void tell(int index, CallEvent event) {
    switch (event) {
      case CallEvent.CallStarted started -> started();
      case CallEvent.AttemptStarted started -> asks(started);
      case CallEvent.AttemptFailed failed -> failed(failed);
      case CallEvent.Waiting waiting -> waits(index, waiting);
      case CallEvent.FellBack fellBack -> decided(index, fallBack(fellBack));
      case CallEvent.FirstOutput output -> hasOutput = true;
      case CallEvent.Recovered recovered -> recovered(recovered.form().word());
      case CallEvent.CallSucceeded(String id, CallMetadata metadata) -> answered(metadata);
      case CallEvent.CallFailed(String id, Failure failure, CallMetadata metadata) -> {
        sinceStart = endsCall(failure) ? Span.of(metadata.duration()) : sinceStart;
        ends(index, failure);
      }
    }
  }

  private void started() {
    call++;
    attempt = 0;
    sinceStart = Span.NONE;
    asked = "";
    last = Optional.empty();
    if (calls > 1) {
      screen.println(call == 1 ? "  call 1" : "\n  call " + call);
    }
  }

  private void chosen(List<Step.Share> shares) {
    if (last.isPresent() && !asked.isEmpty()) {
      decided("at once, another deployment of the group");
    }
    odds = shares.size() > 1 ? " (" + odds(shares) + ")" : "";
  }

  private static String odds(List<Step.Share> shares) {
    String others =
        shares.stream()
            .skip(1)
            .limit(MOST_SHARES)
            .map(share -> share.deployment() + " in " + share.percent() + " %")
            .collect(Collectors.joining(", "));
    int more = shares.size() - 1 - MOST_SHARES;
    return "in "
        + shares.getFirst().percent()
        + " % of calls; "
        + others
        + (more > 0 ? " and " + more + " more" : "");
  }

  private void asks(CallEvent.AttemptStarted started) {
    attempt = started.number();
    asked = started.deployment();
    last = Optional.empty();
  }

  private void failed(CallEvent.AttemptFailed failed) {
    Failure failure = failed.failure();
    last = Optional.of(failure);
    sinceStart = sinceStart.plus(Span.of(failed.duration()));
    boolean tellsTime = failed.duration().isPositive() && !endsCall(failure);
    String before = hasOutput ? "begins to answer, then " : "";
    String after = tellsTime ? " after " + Span.say(failed.duration()) : "";
    String hint = failure.retryAfter().map(wait -> ", retry after " + Span.say(wait)).orElse("");
    attempted(before + screen.in(Tone.BAD, FailureWords.of(failure)) + after + hint);
    hasOutput = false;
  }

  // Its time depends on what was waited before.
  private static boolean endsCall(Failure failure) {
    return failure instanceof Failure.TimedOut late && late.phase().endsCall();
  }

  private void recovered(String form) {
    attempted(screen.in(Tone.GOOD, "goes on where the stream broke") + " (asked by " + form + ")");
  }

  private void attempted(String outcome) {
    screen.println("  " + attempt + ". " + screen.in(Tone.STRONG, asked) + odds + ": " + outcome);
    odds = "";
  }

  private void waits(int index, CallEvent.Waiting waiting) {
    Span span = told.span(index, waiting);
    sinceStart = sinceStart.plus(span);
    isExact &= span.isFixed();
    String whom = waiting.deployment().equals(asked) ? "the same again" : waiting.deployment();
    decided(index, "waits " + span.words() + " (" + reason(span, waiting) + "), then " + whom);
  }

  private String reason(Span span, CallEvent.Waiting waiting) {
    boolean isSame = waiting.deployment().equals(asked);
    boolean isHinted =
        last.flatMap(Failure::retryAfter)
            .filter(hint -> isSame && span.low().compareTo(hint) >= 0)
            .isPresent();
    if (isHinted) {
      return "its hint";
    }
    if (span.isFixed()) {
      return isSame ? ConfigKey.RETRY_AFTER.toString() : "until it may be asked";
    }
    return span.low().isZero()
        ? "full jitter"
        : "full jitter, but " + ConfigKey.RETRY_AFTER + " at least";
  }

  private String fallBack(CallEvent.FellBack fellBack) {
    String why = asked.isEmpty() ? nobody(fellBack.failure()) + "; " : "";
    return why + "falls back to " + screen.in(Tone.STRONG, fellBack.to());
  }

  private static String nobody(Failure failure) {
    return failure instanceof Failure.NoDeployment
        ? failure.message()
        : "nobody in the group may be asked now";
  }

  private void decided(int index, String decision) {
    decided(decision);
    otherwise(index);
  }

  private void decided(String decision) {
    asked = "";
    screen.println("     " + screen.sign(Sign.DETOUR) + " " + decision);
  }

  private void otherwise(int index) {
    CallEvent other = told.others().get(index);
    if (other != null) {
      screen.println(
          "     " + screen.in(Tone.FAINT, "or, as chance has it: " + alternative(other)));
    }
  }

  private String alternative(CallEvent other) {
    return switch (other) {
      case CallEvent.Waiting wait ->
          "waits " + Span.say(wait.delay()) + " for " + wait.deployment();
      case CallEvent.FellBack fellBack -> "falls back to " + fellBack.to();
      case CallEvent.CallFailed failed -> "ends";
      case CallEvent.AttemptStarted started -> "asks " + started.deployment();
      case CallEvent.CallStarted started -> "";
      case CallEvent.AttemptFailed failed -> "";
      case CallEvent.FirstOutput output -> "";
      case CallEvent.Recovered recovered -> "";
      case CallEvent.CallSucceeded succeeded -> "";
    };
  }

  private void answered(CallMetadata metadata) {
    hasOutput = false;
    if (metadata.recoveries().isEmpty()) {
      attempted(screen.in(Tone.GOOD, "answers"));
    }
  }

  private void ends(int index, Failure failure) {
    if (asked.isEmpty()) {
      decided(nobody(failure));
    }
    otherwise(index);
  }

  private void ended(Step.Ended ended) {
    String cost =
        " after "
            + attempt
            + (attempt == 1 ? " attempt" : " attempts")
            + " and "
            + sinceStart.words();
    screen.println(ended.thrown().map(e -> failure(e, cost)).orElseGet(() -> success(cost)));
    for (Step.CoolingDown cooling : ended.cooling()) {
      String time = (isExact ? "" : "about ") + Span.say(cooling.remaining());
      screen.println(
          "     " + screen.in(Tone.FAINT, cooling.deployment() + " cools down for " + time));
    }
  }

  private String success(String cost) {
    return "  "
        + screen.in(Tone.GOOD, screen.sign(Sign.TICK))
        + " the caller has the answer of "
        + asked
        + cost;
  }

  private String failure(MainstayException e, String cost) {
    String what =
        e.partial().isPresent() ? " the caller's stream ends with the error " : " the caller gets ";
    String hint = e.retryAfter().map(wait -> ", Retry-After " + Span.say(wait)).orElse("");
    return "  "
        + screen.in(Tone.BAD, screen.sign(Sign.CROSS))
        + what
        + screen.in(Tone.BAD, Statuses.of(e.failure()) + " " + e.failure().kind())
        + hint
        + " (in Java: "
        + e.getClass().getSimpleName()
        + ")"
        + cost;
  }
}
