package dev.mainstay.program;

import dev.mainstay.json.JsonObject;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.OutputField;
import dev.mainstay.program.signature.Signature;
import java.util.List;
import java.util.Objects;

/**
 * A program that has the model reason before it answers: a field {@link #REASONING} goes ahead of
 * those of the answer, and streams like them. Immutable, and safe for concurrent calls and streams.
 *
 * <pre>{@code
 * ChainOfThought<Question, Answer> thinking = ChainOfThought.of(qa);
 * Reasoned<Answer> reasoned = thinking.callReasoned(new Question("Why is the sky blue?"));
 * }</pre>
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
public final class ChainOfThought<I, O> implements DemoProgram<I, O> {
  /** The name of the field ahead of the answer's. */
  public static final String REASONING = "reasoning";

  private final PredictSettings<I, O> settings;

  private ChainOfThought(PredictSettings<I, O> settings) {
    this.settings = settings;
  }

  /**
   * {@code program} with reasoning ahead of its answer.
   *
   * @throws dev.mainstay.schema.SchemaException if the answer has a component {@code reasoning}
   */
  public static <I, O> ChainOfThought<I, O> of(Predict<I, O> program) {
    Objects.requireNonNull(program, "program");
    Signature<I, O> reasoned =
        program
            .signature()
            .withLeading(OutputField.text(REASONING, "think step by step here, before you answer"));
    return new ChainOfThought<>(program.settings().with(reasoned, same -> {}));
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

  /**
   * The answer to {@code input} with its reasoning.
   *
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   */
  public Reasoned<O> callReasoned(I input) {
    Objects.requireNonNull(input, "input");
    Shown<O> shown = show(input);
    return new Reasoned<>(shown.demo().output().text(REASONING).orElse(""), shown.answer().value());
  }

  /** This program with other instructions. */
  public ChainOfThought<I, O> withInstructions(String instructions) {
    Objects.requireNonNull(instructions, "instructions");
    return new ChainOfThought<>(settings.with(copy -> copy.instructions = instructions));
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

  /**
   * This program with other examples, which may have a field {@code reasoning}.
   *
   * @throws IllegalArgumentException if one has a field that the signature has not
   */
  @Override
  public ChainOfThought<I, O> withDemos(List<Demo> demos) {
    List<Demo> copied = List.copyOf(Objects.requireNonNull(demos, "demos"));
    return new ChainOfThought<>(settings.with(copy -> copy.demos = copied));
  }

  /** This program for another model: a group's name, or {@code provider/model}. */
  public ChainOfThought<I, O> withModel(String model) {
    Objects.requireNonNull(model, "model");
    return new ChainOfThought<>(
        settings.with(copy -> copy.template = copy.template.withModel(model)));
  }

  /** This program with other wishes for its calls. */
  public ChainOfThought<I, O> withOptions(CallOptions options) {
    Objects.requireNonNull(options, "options");
    return new ChainOfThought<>(settings.with(copy -> copy.options = options));
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
  public ChainOfThought<I, O> load(JsonObject saved) {
    Objects.requireNonNull(saved, "saved");
    return new ChainOfThought<>(SavedProgram.load(settings, saved));
  }

  PredictSettings<I, O> settings() {
    return settings;
  }

  @Override
  public String toString() {
    return "ChainOfThought[" + settings.signature + "]";
  }
}
