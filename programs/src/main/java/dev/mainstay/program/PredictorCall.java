package dev.mainstay.program;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ContextWindowException;
import dev.mainstay.call.MainstayException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.Message;
import dev.mainstay.model.ToolCall;
import dev.mainstay.program.adapter.Prompt;
import dev.mainstay.program.event.ProgramCall;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.StatusKind;
import dev.mainstay.program.signature.ToolStep;
import dev.mainstay.schema.JsonReadException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One logical call of a predictor: what becomes of each answer of the model, which is the value,
 * calls tools, or could not be read and is asked for again, all within one budget. It is pulled:
 * whoever wants the next event makes it happen. One thread pulls; any may close.
 */
final class PredictorCall<I, O> {
  private final PredictSettings<I, O> settings;
  private final Run run;
  private final RunRoot root;
  private final PredictorScope<O> scope;
  private final EventQueue<O> telling;
  private PromptCall<O> current;
  private @Nullable PartialAnswer lastPartial;
  private @Nullable ProgramAnswer<O> answer;
  private @Nullable RuntimeException failure;
  private int retries;

  PredictorCall(PredictSettings<I, O> settings, I input, Run run) {
    this.settings = settings;
    this.run = run;
    this.root = run.root();
    this.scope = PredictorScope.of(settings, run);
    this.telling = scope.telling();
    this.current = new PromptCall<>(scope, settings.prompt(input, run.hint()), scope.budget());
    root.opened(this);
  }

  /** The next event; nothing after the last. */
  Optional<ProgramEvent<O>> next() {
    while (true) {
      ProgramEvent<O> event = telling.next();
      if (event != null) {
        return Optional.of(event);
      }
      if (failure != null) {
        throw failure;
      }
      if (answer != null) {
        return Optional.empty();
      }
      step();
    }
  }

  /** The answer, whose events nobody wants. */
  O answer() {
    while (true) {
      if (next().orElseThrow() instanceof ProgramEvent.Completed<O> completed) {
        return completed.value();
      }
    }
  }

  /** The fields of the last answer, those ahead of the record's included. */
  JsonObject fields() {
    return current.taking().values();
  }

  // Events that came before a failure are told before it is thrown.
  private void step() {
    try {
      current.step().ifPresent(this::end);
    } catch (ContextWindowException e) {
      shorten(e);
    } catch (MainstayException e) {
      fail(withPartial(e));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void shorten(ContextWindowException e) {
    Optional<Prompt> shorter = current.prompt().shorter();
    if (shorter.isPresent()) {
      trace(e.failure().kind());
      record(e);
      current.close();
      current = current.instead(shorter.get());
    } else {
      fail(withPartial(e));
    }
  }

  private void fail(RuntimeException e) {
    failure = e;
    root.ended(this);
    current.close();
  }

  private MainstayException withPartial(MainstayException e) {
    PartialAnswer partial = current.taken().map(Taking::partial).orElse(lastPartial);
    if (partial != null && PartialAnswer.of(e).isEmpty()) {
      e.addSuppressed(partial);
    }
    trace(e.failure().kind());
    record(e);
    return e;
  }

  private void record(MainstayException e) {
    telling.attemptEnded();
    if (!current.forms().isEmpty() && !e.metadata().attempts().isEmpty()) {
      root.add(FailedCall.of(e, run.path(), current.forms()));
    }
  }

  private void end(ChatResponse response) {
    Taking ended = current.taking();
    boolean isWhole = !ended.isCutOff() && !ended.isFiltered() && !ended.isRefused();
    if (isWhole) {
      telling.tell(ended.end());
    }
    telling.attemptEnded();
    Optional<String> fault = Optional.empty();
    List<ToolCall> calls = List.of();
    @Nullable O value = null;
    try {
      calls = settings.tools.isPresent() ? ended.called(response.toolCalls(), called()) : calls;
      if (isWhole && calls.isEmpty()) {
        fault = ended.reading().fault();
        value = fault.isEmpty() ? settings.signature.read(ended.values()) : null;
      }
    } catch (JsonReadException e) {
      fault = Optional.of(String.valueOf(e.getMessage()));
    }
    record(response, ended, fault);
    if (value != null) {
      complete(value);
    } else if (!calls.isEmpty()) {
      useTools(ended, calls, response);
    } else if (fault.isPresent()) {
      askAgain(ended, fault.get());
    } else {
      throw notWhole(ended);
    }
  }

  private void record(ChatResponse response, Taking ended, Optional<String> fault) {
    root.add(
        new ProgramCall(
            run.path(),
            current.forms(),
            response.metadata(),
            ended.usage(),
            ended.reading().mended(),
            fault));
    ended
        .usage()
        .ifPresent(usage -> telling.add(new ProgramEvent.UsageReported<>(run.path(), usage)));
  }

  private int called() {
    return current.prompt().steps().stream().mapToInt(step -> step.calls().size()).sum();
  }

  // Once they ran, the turn that called them is over, and is not asked for again.
  private void useTools(Taking ended, List<ToolCall> calls, ChatResponse response) {
    trace("calls " + calls.stream().map(ToolCall::name).toList());
    ToolUse use = settings.tools.orElseThrow();
    List<ToolStep> before = current.prompt().steps();
    if (before.size() >= use.maxIterations()) {
      throw new MaxIterationsException(before, ended.partial(), root.metadata().at(run.path()));
    }
    telling.restart("tools are called");
    telling.flush();
    Optional<Message> byApi =
        response.toolCalls().isEmpty() ? Optional.empty() : Optional.of(response.message());
    ToolStep step = scope.closing().during(() -> use.run(calls, ended.raw(), byApi, run));
    retries = 0;
    current = new PromptCall<>(scope, current.prompt().after(step), scope.budget());
  }

  private void complete(O value) {
    trace("answered");
    answer = new ProgramAnswer<>(value, root.metadata().at(run.path()));
    root.ended(this);
    telling.add(new ProgramEvent.Completed<>(run.path(), value, answer.metadata()));
  }

  private ProgramException notWhole(Taking ended) {
    trace(BadAnswer.ending(ended));
    return BadAnswer.notWhole(ended, root.metadata().at(run.path()));
  }

  private void askAgain(Taking ended, String fault) {
    trace("could not be read: " + fault);
    lastPartial = ended.partial();
    Optional<String> end = whyNoMore();
    if (end.isPresent()) {
      throw BadAnswer.unread(ended, fault, retries + 1, end.get(), root.metadata().at(run.path()));
    }
    retries++;
    telling.status(StatusKind.ASKED_AGAIN, root.options().words().askedAgain(fault));
    telling.restart("the answer could not be read: " + fault);
    current = current.instead(current.prompt().after(new Prompt.Retry(ended.raw(), fault)));
  }

  private Optional<String> whyNoMore() {
    if (retries >= settings.parseRetries) {
      return Optional.of("parseRetries is " + settings.parseRetries);
    }
    if (current.isSpent()) {
      return Optional.of("the budget of the call is spent");
    }
    return telling.isSeen() && !settings.mayRestart()
        ? Optional.of("a part was seen, and recovery forbids beginning anew")
        : Optional.empty();
  }

  private void trace(String outcome) {
    scope.tracing().ended(outcome, current.taken().orElse(null));
  }

  /** Ends it; may be called from any thread. */
  void close() {
    scope.closing().close();
  }
}
