package dev.mainstay.program;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.ContextWindowException;
import dev.mainstay.call.MainstayException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.ToolCall;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.program.adapter.Adapter;
import dev.mainstay.program.adapter.Prompt;
import dev.mainstay.program.event.ProgramCall;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.StatusKind;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.program.signature.ToolStep;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.rendering.Target;
import dev.mainstay.rendering.VisibleOutput;
import dev.mainstay.schema.JsonReadException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One logical call of a predictor: asks the model, takes its answer apart, and asks again where it
 * could not be read, all within one budget. It is pulled: whoever wants the next event makes it
 * happen. One thread pulls; any may close.
 */
final class PredictorCall<I, O> {
  private final PredictSettings<I, O> settings;
  private final Run run;
  private final RunRoot root;
  private final Closing closing = new Closing();
  private final EventQueue<O> telling;
  private final Tracing tracing;
  private final Map<AnswerForm, Adapter> adapters = new EnumMap<>(AnswerForm.class);
  private CallBudget budget;
  private Prompt prompt;
  private @Nullable ChatStream stream;
  private @Nullable Taking taking;
  private @Nullable AskedForm asked;
  private @Nullable Adapter base;
  private @Nullable AnswerForm told;
  // Of the call that is made now.
  private List<AnswerForm> forms = List.of();
  private @Nullable PartialAnswer lastPartial;
  private @Nullable ProgramAnswer<O> answer;
  private @Nullable RuntimeException failure;
  private int retries;

  PredictorCall(PredictSettings<I, O> settings, I input, Run run) {
    this.settings = settings;
    this.run = run;
    this.root = run.root();
    this.prompt = settings.prompt(input, run.hint());
    this.telling = new EventQueue<>(run, settings.names);
    this.tracing = new Tracing(run);
    this.budget = budget();
    root.opened(this);
  }

  private CallOptions options() {
    return root.options().calls().apply(settings.options);
  }

  private CallBudget budget() {
    return root.options()
        .budget()
        .orElseGet(() -> settings.mainstay.budget(settings.template.model(), options()));
  }

  /** The next event; nothing behind the last. */
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
    return current().values();
  }

  // Events that came before a failure are told before it is thrown.
  private void step() {
    try {
      if (root.isStreamed()) {
        stepStream();
      } else {
        askPlain();
      }
    } catch (ContextWindowException e) {
      shorten(e);
    } catch (MainstayException e) {
      fail(withPartial(e));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void shorten(ContextWindowException e) {
    Optional<Prompt> shorter = prompt.shorter();
    if (shorter.isPresent()) {
      trace(e.failure().kind());
      record(e);
      closeStream();
      go(shorter.get());
    } else {
      fail(withPartial(e));
    }
  }

  private void go(Prompt on) {
    prompt = on;
    adapters.clear();
    taking = null;
  }

  private void fail(RuntimeException e) {
    failure = e;
    root.ended(this);
    closeStream();
  }

  private MainstayException withPartial(MainstayException e) {
    PartialAnswer partial = taking != null ? taking.partial() : lastPartial;
    if (partial != null && PartialAnswer.of(e).isEmpty()) {
      e.addSuppressed(partial);
    }
    trace(e.failure().kind());
    record(e);
    return e;
  }

  private void record(MainstayException e) {
    telling.attemptEnded();
    if (!forms.isEmpty() && !e.metadata().attempts().isEmpty()) {
      root.add(FailedCall.of(e, run.path(), forms));
    }
  }

  private void stepStream() {
    ChatStream open = stream;
    if (open == null) {
      open = closing.during(() -> settings.mainstay.stream(call()));
      stream = open;
      closing.opened(open);
      begin((AskedForm) open.rendered().visible());
      return;
    }
    Optional<ChatChunk> chunk = open.nextChunk();
    if (chunk.isPresent()) {
      chunk.get().events().forEach(event -> take(event));
    } else {
      ChatResponse response = open.response();
      closeStream();
      end(response);
    }
  }

  private void askPlain() {
    ChatResponse response = closing.during(() -> settings.mainstay.chat(call()));
    Taking plain = begin(Objects.requireNonNull(asked, "asked"));
    telling.tell(plain.text(response.text()));
    plain.ended(response.finishReason(), response.choice().refusal(), response.usage());
    end(response);
  }

  private ChatCall call() {
    Adapter likely = adapter(settings.form.orElse(AnswerForm.MARKED));
    base = likely;
    forms = new ArrayList<>();
    ChatRequest request = likely.render(settings.template);
    return ChatCall.of(request)
        .withOptions(options())
        .withRecovery(settings.recovery)
        .withBudget(budget)
        .withRendering(this::render);
  }

  private Rendered render(ChatRequest request, Target target) {
    AnswerForm form =
        settings.form.orElse(
            target.structuredOutput() == Target.Ability.YES ? AnswerForm.JSON : AnswerForm.MARKED);
    boolean byText = settings.tools.isPresent() && target.tools() != Target.Ability.YES;
    Adapter adapter = byText ? Adapter.withCallsByText(prompt) : adapter(form);
    AskedForm attempt =
        new AskedForm(
            target.deployment(),
            adapter,
            adapter == base ? request : adapter.render(request),
            seen(adapter));
    asked = attempt;
    telling.attemptEnded();
    if (budget.isSpent()) {
      return new Rendered(attempt.request(), attempt, adapter.beginning());
    }
    tracing.asks(attempt, taking);
    if (forms.isEmpty() || forms.getLast() != adapter.form()) {
      forms.add(adapter.form());
    }
    telling.attemptBegun(target.deployment());
    if (told != form) {
      told = form;
      telling.status(
          StatusKind.FORM_CHOSEN,
          root.options().words().formChosen(target.deployment(), form.word()));
    }
    return new Rendered(attempt.request(), attempt, adapter.beginning());
  }

  // A plain call is not looked at before its end.
  private VisibleOutput seen(Adapter adapter) {
    if (!root.isStreamed()) {
      return VisibleOutput.any();
    }
    return telling.isAnyHeard()
        ? new SeenFields(adapter.reader(), telling::isHeard)
        : nobody -> false;
  }

  private Adapter adapter(AnswerForm form) {
    return adapters.computeIfAbsent(form, chosen -> Adapter.of(chosen, prompt));
  }

  private Taking begin(AskedForm attempt) {
    Taking begun = new Taking(attempt);
    taking = begun;
    return begun;
  }

  private void take(ChatEvent event) {
    if (event instanceof ChatEvent.Restarted) {
      telling.restart("the stream broke");
      begin((AskedForm) Objects.requireNonNull(stream, "stream").rendered().visible());
      return;
    }
    telling.tell(current().take(event));
  }

  private Taking current() {
    return Objects.requireNonNull(taking, "taking");
  }

  private void end(ChatResponse response) {
    Taking ended = current();
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
            forms,
            response.metadata(),
            ended.usage(),
            ended.reading().mended(),
            fault));
    ended
        .usage()
        .ifPresent(usage -> telling.add(new ProgramEvent.UsageReported<>(run.path(), usage)));
  }

  private int called() {
    return prompt.steps().stream().mapToInt(step -> step.calls().size()).sum();
  }

  // Once they ran, the turn that called them is over, and is not asked for again.
  private void useTools(Taking ended, List<ToolCall> calls, ChatResponse response) {
    trace("calls " + calls.stream().map(ToolCall::name).toList());
    ToolUse use = settings.tools.orElseThrow();
    if (prompt.steps().size() >= use.maxIterations()) {
      throw new MaxIterationsException(
          prompt.steps(), ended.partial(), root.metadata().at(run.path()));
    }
    telling.restart("tools are called");
    telling.flush();
    boolean isByApi = !response.toolCalls().isEmpty();
    ToolStep step =
        closing.during(() ->
            use.run(
                calls,
                ended.raw(),
                isByApi ? Optional.of(response.message()) : Optional.empty(),
                run));
    retries = 0;
    budget = budget();
    go(prompt.after(step));
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
    go(prompt.after(new Prompt.Retry(ended.raw(), fault)));
  }

  private Optional<String> whyNoMore() {
    if (retries >= settings.parseRetries) {
      return Optional.of("parseRetries is " + settings.parseRetries);
    }
    if (budget.isSpent()) {
      return Optional.of("the budget of the call is spent");
    }
    return telling.isSeen() && !settings.mayRestart()
        ? Optional.of("a part was seen, and recovery forbids to begin anew")
        : Optional.empty();
  }

  private void trace(String outcome) {
    tracing.ended(outcome, taking);
  }

  private void closeStream() {
    ChatStream open = stream;
    stream = null;
    if (open != null) {
      open.close();
    }
  }

  /** Ends it; may be called from any thread. */
  void close() {
    closing.close();
  }
}
