package dev.mainstay.program;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.InputValues;
import dev.mainstay.program.signature.Signature;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A program that asks a model itself: what its kinds have in common. Immutable, and safe for
 * concurrent calls and streams.
 *
 * @param <I> what it is given
 * @param <O> what it answers
 * @param <P> its kind
 */
public abstract sealed class Predictor<I, O, P extends Predictor<I, O, P>>
    implements DemoProgram<I, O> permits Predict, ChainOfThought, ReAct {
  final PredictSettings<I, O> settings;

  Predictor(PredictSettings<I, O> settings) {
    this.settings = settings;
  }

  /** Another one of its kind. */
  abstract P with(PredictSettings<I, O> settings);

  final P with(Consumer<PredictSettings<I, O>> change) {
    return with(settings.with(change));
  }

  @Override
  public final O run(I input, Run run) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(run, "run");
    PredictorCall<I, O> call = new PredictorCall<>(settings, input, run);
    while (true) {
      ProgramEvent<O> event =
          call.next().orElseThrow(() -> new IllegalStateException("ended without an answer"));
      if (event instanceof ProgramEvent.Completed<O> completed) {
        return completed.value();
      }
      run.root().emit(event);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a component of the input is {@code null}, or somebody wants
   *     to listen to a field that the answer has not
   */
  @Override
  public ProgramStream<O> stream(I input, ProgramOptions options) {
    requireHeard(input, options);
    RunRoot root = new RunRoot(options, true, event -> {});
    return new PredictStream<>(new PredictorCall<>(settings, input, root.run()), root);
  }

  final void requireHeard(I input, ProgramOptions options) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(options, "options");
    settings.requireFields(options.listen().names(""));
  }

  @Override
  public final Shown<O> show(I input, ProgramOptions options) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(options, "options");
    RunRoot root = RunRoot.plain(options);
    PredictorCall<I, O> call = new PredictorCall<>(settings, input, root.run());
    O value = root.told(call::answer);
    InputValues given = settings.signature.values(input);
    Demo demo = new Demo(given.json(), call.fields(), given.media());
    return new Shown<>(new ProgramAnswer<>(value, root.metadata()), demo);
  }

  /** What it is given and what it answers. */
  public final Signature<I, O> signature() {
    return settings.signature;
  }

  /** What it is to do; may be empty. */
  public final String instructions() {
    return settings.instructions;
  }

  /** This program with other instructions. */
  public final P withInstructions(String instructions) {
    Objects.requireNonNull(instructions, "instructions");
    return with(copy -> copy.instructions = instructions);
  }

  @Override
  public final List<Demo> demos() {
    return settings.demos;
  }

  @Override
  public final P withDemos(List<Demo> demos) {
    List<Demo> copied = List.copyOf(Objects.requireNonNull(demos, "demos"));
    return with(copy -> copy.demos = copied);
  }

  /** This program for another model: a group's name, or {@code provider/model}. */
  public final P withModel(String model) {
    Objects.requireNonNull(model, "model");
    return with(copy -> copy.template = copy.template.withModel(model));
  }

  /** This program with other wishes for its calls. */
  public final P withOptions(CallOptions options) {
    Objects.requireNonNull(options, "options");
    return with(copy -> copy.options = options);
  }

  /**
   * This program with the request's field {@code name} at {@code value}, as a temperature is.
   *
   * @throws IllegalArgumentException if the field is the program's own, as {@code messages} is; the
   *     message says what to use instead
   */
  public final P withField(String name, JsonValue value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    return with(copy -> copy.template = RequestFields.set(copy.template, name, value));
  }

  @Override
  public final JsonObject save() {
    return SavedProgram.save(settings);
  }

  /**
   * This program with the instructions and examples of {@code saved}.
   *
   * @throws IllegalArgumentException if it was saved with other fields; the message says which
   */
  public final P load(JsonObject saved) {
    Objects.requireNonNull(saved, "saved");
    return with(SavedProgram.load(settings, saved));
  }

  @Override
  public final JsonObject identity() {
    return ProgramIdentity.named(this).put("settings", settings.identity()).build();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + settings.signature + "]";
  }
}
