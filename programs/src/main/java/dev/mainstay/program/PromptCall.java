package dev.mainstay.program;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.program.adapter.Adapter;
import dev.mainstay.program.adapter.Prompt;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.rendering.Target;
import dev.mainstay.rendering.VisibleOutput;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One prompt put to a model, by one call: in which form each deployment is asked, and its answer as
 * it is taken. One thread uses it.
 */
final class PromptCall<O> {
  private final PredictorScope<O> scope;
  private final PredictSettings<?, O> settings;
  private final RunRoot root;
  private final EventQueue<O> telling;
  private final Prompt prompt;
  private final CallBudget budget;
  private final Map<AnswerForm, Adapter> adapters = new EnumMap<>(AnswerForm.class);
  private final List<AnswerForm> forms = new ArrayList<>();
  private @Nullable Adapter likely;
  private @Nullable AskedForm asked;
  private @Nullable ChatStream stream;
  private @Nullable Taking taking;

  PromptCall(PredictorScope<O> scope, Prompt prompt, CallBudget budget) {
    this.scope = scope;
    this.settings = scope.settings();
    this.root = scope.run().root();
    this.telling = scope.telling();
    this.prompt = prompt;
    this.budget = budget;
  }

  /** Another prompt in place of this one, within the same budget. */
  PromptCall<O> instead(Prompt other) {
    return new PromptCall<>(scope, other, budget);
  }

  Prompt prompt() {
    return prompt;
  }

  /** Whether its budget allows no further attempt. */
  boolean isSpent() {
    return budget.isSpent();
  }

  /** The forms in which it was asked, in order. */
  List<AnswerForm> forms() {
    return forms;
  }

  /** The answer so far, where one has begun. */
  Optional<Taking> taken() {
    return Optional.ofNullable(taking);
  }

  /** The answer, which has begun. */
  Taking taking() {
    return Objects.requireNonNull(taking, "taking");
  }

  /** Goes on by one step; the response where that was the last. */
  Optional<ChatResponse> step() {
    return root.isStreamed() ? stepStream() : Optional.of(askPlain());
  }

  private Optional<ChatResponse> stepStream() {
    ChatStream open = stream;
    if (open == null) {
      open();
      return Optional.empty();
    }
    Optional<ChatChunk> chunk = open.nextChunk();
    if (chunk.isPresent()) {
      chunk.get().events().forEach(event -> take(event, open));
      return Optional.empty();
    }
    ChatResponse response = open.response();
    close();
    return Optional.of(response);
  }

  private void open() {
    ChatStream opened = scope.closing().during(() -> settings.mainstay.stream(call()));
    stream = opened;
    scope.closing().opened(opened);
    begin((AskedForm) opened.rendered().visible());
  }

  private void take(ChatEvent event, ChatStream from) {
    if (event instanceof ChatEvent.Restarted) {
      telling.restart("the stream broke");
      begin((AskedForm) from.rendered().visible());
      return;
    }
    telling.tell(taking().take(event));
  }

  private ChatResponse askPlain() {
    ChatResponse response = scope.closing().during(() -> settings.mainstay.chat(call()));
    Taking plain = begin(Objects.requireNonNull(asked, "asked"));
    telling.tell(plain.text(response.text()));
    plain.ended(response.finishReason(), response.choice().refusal(), response.usage());
    return response;
  }

  private Taking begin(AskedForm attempt) {
    Taking begun = new Taking(attempt);
    taking = begun;
    return begun;
  }

  private ChatCall call() {
    Adapter first = adapter(settings.form.orElse(AnswerForm.MARKED));
    likely = first;
    return ChatCall.of(first.render(settings.template))
        .withOptions(scope.options())
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
            adapter == likely ? request : adapter.render(request),
            seen(adapter));
    asked = attempt;
    telling.attemptEnded();
    if (!budget.isSpent()) {
      begun(attempt, form);
    }
    return new Rendered(attempt.request(), attempt, adapter.beginning());
  }

  private void begun(AskedForm attempt, AnswerForm form) {
    scope.tracing().asks(attempt, taking);
    AnswerForm written = attempt.adapter().form();
    if (forms.isEmpty() || forms.getLast() != written) {
      forms.add(written);
    }
    telling.attemptBegun(attempt.deployment());
    telling.formChosen(attempt.deployment(), form);
  }

  private Adapter adapter(AnswerForm form) {
    return adapters.computeIfAbsent(form, chosen -> Adapter.of(chosen, prompt));
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

  /** Ends its call, where that is under way. */
  void close() {
    ChatStream open = stream;
    stream = null;
    if (open != null) {
      open.close();
    }
  }
}
