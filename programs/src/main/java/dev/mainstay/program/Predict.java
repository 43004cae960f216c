package dev.mainstay.program;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.Signature;
import java.util.List;
import java.util.Objects;

/**
 * The simplest program: one question to a model, its fields those of two records. Immutable, and
 * safe for concurrent calls and streams.
 *
 * <pre>{@code
 * record Question(@Describe("what the user asks") String question) {}
 * record Answer(@Describe("one sentence") String answer, Confidence confidence) {}
 *
 * Predict<Question, Answer> qa = Predict.of(Question.class, Answer.class)
 *     .instructions("Answer from the text given.").model("chat").build(mainstay);
 * Answer answer = qa.call(new Question("What is 2+2?"));
 * }</pre>
 *
 * <p>A deployment whose model answers by a JSON schema is asked for that, every other for fields
 * behind header lines. An answer that cannot be read is asked for again, with the error told to the
 * model, at most twice by default and within the budget of one call.
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
public final class Predict<I, O> implements DemoProgram<I, O> {
  private final PredictSettings<I, O> settings;

  Predict(PredictSettings<I, O> settings) {
    this.settings = settings;
  }

  /**
   * A builder of a program from {@code input} to {@code output}.
   *
   * @throws dev.mainstay.schema.SchemaException if one of them is not a record, or has a component
   *     that cannot be told to a model: the message names it, and what to use instead
   */
  public static <I, O> PredictBuilder<I, O> of(Class<I> input, Class<O> output) {
    return new PredictBuilder<>(Signature.of(input, output));
  }

  @Override
  public O run(I input, Run run) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(run, "run");
    return new Predictor<>(settings).run(input, run);
  }

  @Override
  public ProgramStream<O> stream(I input, ProgramOptions options) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(options, "options");
    return new Predictor<>(settings).stream(input, options);
  }

  /** What it is given and what it answers. */
  public Signature<I, O> signature() {
    return settings.signature;
  }

  /** What it is to do; may be empty. */
  public String instructions() {
    return settings.instructions;
  }

  /** This program with other instructions. */
  public Predict<I, O> withInstructions(String instructions) {
    Objects.requireNonNull(instructions, "instructions");
    return new Predict<>(settings.with(copy -> copy.instructions = instructions));
  }

  @Override
  public Shown<O> show(I input, ProgramOptions options) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(options, "options");
    return new Predictor<>(settings).show(input, options);
  }

  @Override
  public List<Demo> demos() {
    return settings.demos;
  }

  @Override
  public Predict<I, O> withDemos(List<Demo> demos) {
    List<Demo> copied = List.copyOf(Objects.requireNonNull(demos, "demos"));
    return new Predict<>(settings.with(copy -> copy.demos = copied));
  }

  /** This program for another model: a group's name, or {@code provider/model}. */
  public Predict<I, O> withModel(String model) {
    Objects.requireNonNull(model, "model");
    return new Predict<>(settings.with(copy -> copy.template = copy.template.withModel(model)));
  }

  /** This program with other wishes for its calls. */
  public Predict<I, O> withOptions(CallOptions options) {
    Objects.requireNonNull(options, "options");
    return new Predict<>(settings.with(copy -> copy.options = options));
  }

  /**
   * This program with the request's field {@code name} at {@code value}, as a temperature is.
   *
   * @throws IllegalArgumentException if {@code name} is {@code messages}, which are the program's
   */
  public Predict<I, O> withField(String name, JsonValue value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    return new Predict<>(
        settings.with(copy -> copy.template = SavedProgram.set(copy.template, name, value)));
  }

  @Override
  public JsonObject save() {
    return SavedProgram.save(settings);
  }

  @Override
  public JsonObject parameters() {
    return settings.parameters();
  }

  /**
   * This program with the instructions and examples of {@code saved}.
   *
   * @throws IllegalArgumentException if it was saved with other fields; the message says which
   */
  public Predict<I, O> load(JsonObject saved) {
    Objects.requireNonNull(saved, "saved");
    return new Predict<>(SavedProgram.load(settings, saved));
  }

  PredictSettings<I, O> settings() {
    return settings;
  }

  @Override
  public String toString() {
    return "Predict[" + settings.signature + "]";
  }
}
