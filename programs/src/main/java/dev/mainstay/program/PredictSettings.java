package dev.mainstay.program;

import dev.mainstay.Mainstay;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Tool;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.program.adapter.Brief;
import dev.mainstay.program.adapter.Prompt;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.InputValues;
import dev.mainstay.program.signature.OutputField;
import dev.mainstay.program.signature.Signature;
import dev.mainstay.schema.JsonReadException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a predictor was built with. Immutable but for the copy that a change is made in. */
final class PredictSettings<I, O> {
  private static final int PARSE_RETRIES = 2;

  private static final Set<String> MESSAGES = Set.of("messages");

  // No component has a name with spaces in it.
  private static final String HINT = "about this attempt";

  final Signature<I, O> signature;
  final List<String> names;
  final Mainstay mainstay;
  ChatRequest template;
  String instructions = "";
  List<Demo> demos = List.of();
  CallOptions options = CallOptions.none();
  RecoveryPolicy recovery = RecoveryPolicy.CONTINUE_OR_RESTART;
  int parseRetries = PARSE_RETRIES;
  Optional<AnswerForm> form = Optional.empty();
  Optional<ToolUse> tools = Optional.empty();

  private final Brief brief;

  /** Settings by default, with {@code change} made in them. */
  PredictSettings(
      Mainstay mainstay,
      Signature<I, O> signature,
      ChatRequest template,
      Consumer<PredictSettings<I, O>> change) {
    this.mainstay = mainstay;
    this.signature = signature;
    this.names = signature.outputs().stream().map(OutputField::name).toList();
    this.template = template;
    change.accept(this);
    requireKnownNames();
    this.brief =
        new Brief(
            signature,
            instructions,
            demos,
            tools.map(use -> use.toolbox().tools()).orElse(List.of()));
  }

  /** A copy with {@code change} made in it. */
  PredictSettings<I, O> with(Consumer<PredictSettings<I, O>> change) {
    return with(signature, change);
  }

  /** A copy for another signature. */
  <J, P> PredictSettings<J, P> with(
      Signature<J, P> signature, Consumer<PredictSettings<J, P>> change) {
    Consumer<PredictSettings<J, P>> same =
        copy -> {
          copy.instructions = instructions;
          copy.demos = demos;
          copy.options = options;
          copy.recovery = recovery;
          copy.parseRetries = parseRetries;
          copy.form = form;
          copy.tools = tools;
        };
    return new PredictSettings<>(mainstay, signature, template, same.andThen(change));
  }

  private void requireKnownNames() {
    Set<String> outputs = Set.copyOf(names);
    for (Demo demo : demos) {
      requireKnown(demo.input().names(), Set.copyOf(signature.inputNames()), "input");
      requireKnown(demo.output().names(), outputs, "answer");
      signature.outputs().forEach(field -> requireKind(demo, field));
    }
  }

  // What a model is shown, it writes.
  private void requireKind(Demo demo, OutputField field) {
    demo.output()
        .get(field.name())
        .ifPresent(value -> {
          try {
            Object unused = field.shape().read(value, field.name());
          } catch (JsonReadException e) {
            throw new IllegalArgumentException(
                "a demo is not an answer of " + signature + ": " + e.getMessage(), e);
          }
        });
  }

  private void requireKnown(List<String> names, Set<String> known, String of) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "a demo has the field '"
                + name
                + "', which the "
                + of
                + " of "
                + signature
                + " has not");
      }
    }
  }

  /**
   * Refuses names of fields that the answer has not.
   *
   * @throws IllegalArgumentException if one is
   */
  void requireFields(Set<String> listened) {
    for (String name : listened) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "nobody can listen to the field '" + name + "'; the answer has " + names);
      }
    }
  }

  Prompt prompt(I input) {
    return prompt(input, "");
  }

  /** The prompt for {@code input}, with {@code hint} beside it where it is not empty. */
  Prompt prompt(I input, String hint) {
    InputValues values = signature.values(input);
    if (!hint.isEmpty()) {
      values = new InputValues(values.json().with(HINT, hint), values.media(), values.turns());
    }
    return brief.prompt(values);
  }

  /** What an answer depends on, but for the models themselves. */
  JsonObject identity() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("saved", SavedProgram.save(this))
            .put("request", template.json().without(MESSAGES))
            .put("parse_retries", parseRetries);
    form.ifPresent(asked -> json.put("form", asked.word()));
    tools.ifPresent(use ->
        json.put("tools", JsonArray.of(use.toolbox().tools().stream().map(Tool::json).toList()))
            .put("max_iterations", use.maxIterations()));
    return json.build();
  }

  /** Whether an answer that somebody has seen a part of may begin anew. */
  boolean mayRestart() {
    return recovery == RecoveryPolicy.RESTART || recovery == RecoveryPolicy.CONTINUE_OR_RESTART;
  }
}
