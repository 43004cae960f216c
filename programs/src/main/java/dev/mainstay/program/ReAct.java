package dev.mainstay.program;

import dev.mainstay.json.JsonObject;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.tool.Toolbox;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A program that calls tools until it can answer: by the means of the model's API where it has
 * them, else by text. Immutable, and safe for concurrent calls and streams as far as its tools are.
 *
 * <pre>{@code
 * Toolbox tools = Toolbox.builder().methods(new Station()).build();
 * ReAct<Question, Answer> agent = ReAct.of(qa, tools);
 * Answer answer = agent.call(new Question("Do I need an umbrella in Oslo?"));
 * }</pre>
 *
 * <p>What a tool throws, and arguments that it cannot take, are told to the model. Tools run once
 * the turn that called them is whole, and what ran is never run again for the same turn. Where the
 * conversation becomes too long for the model, the oldest results go first.
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
public final class ReAct<I, O> implements DemoProgram<I, O> {
  private static final int MAX_ITERATIONS = 20;

  private final PredictSettings<I, O> settings;

  private ReAct(PredictSettings<I, O> settings) {
    this.settings = settings;
  }

  /**
   * {@code program} with tools to call on the way, in at most 20 turns. It is asked for marked
   * fields, since not every model calls tools and answers by a schema at once, unless the program
   * was built for a form.
   */
  public static <I, O> ReAct<I, O> of(Predict<I, O> program, Toolbox tools) {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(tools, "tools");
    return new ReAct<>(
        program
            .settings()
            .with(copy -> {
              copy.tools = Optional.of(new ToolUse(tools, MAX_ITERATIONS));
              copy.form = copy.form.or(() -> Optional.of(AnswerForm.MARKED));
            }));
  }

  /**
   * This program with {@code iterations} turns that may call tools, at least 1.
   *
   * @throws IllegalArgumentException if it is less
   */
  public ReAct<I, O> withMaxIterations(int iterations) {
    if (iterations < 1) {
      throw new IllegalArgumentException("maxIterations is " + iterations + "; use 1 or more");
    }
    return new ReAct<>(
        settings.with(copy ->
            copy.tools = copy.tools.map(tools -> new ToolUse(tools.toolbox(), iterations))));
  }

  /**
   * The answer.
   *
   * @throws MaxIterationsException if the model calls tools in more turns than it may
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   */
  @Override
  public O run(I input, Run run) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(run, "run");
    return new Predictor<>(settings).run(input, run);
  }

  @Override
  public ProgramStream<O> stream(I input, ProgramOptions options) {
    // A tool's status is told while it runs, by whoever runs it.
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(options, "options");
    settings.requireFields(options.listen().names());
    return RunStream.start(this, input, options);
  }

  /** This program with other instructions. */
  public ReAct<I, O> withInstructions(String instructions) {
    Objects.requireNonNull(instructions, "instructions");
    return new ReAct<>(settings.with(copy -> copy.instructions = instructions));
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
  public ReAct<I, O> withDemos(List<Demo> demos) {
    List<Demo> copied = List.copyOf(Objects.requireNonNull(demos, "demos"));
    return new ReAct<>(settings.with(copy -> copy.demos = copied));
  }

  /** This program for another model: a group's name, or {@code provider/model}. */
  public ReAct<I, O> withModel(String model) {
    Objects.requireNonNull(model, "model");
    return new ReAct<>(settings.with(copy -> copy.template = copy.template.withModel(model)));
  }

  /** This program with other wishes for its calls. */
  public ReAct<I, O> withOptions(CallOptions options) {
    Objects.requireNonNull(options, "options");
    return new ReAct<>(settings.with(copy -> copy.options = options));
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
   * This program with the instructions and examples of {@code saved}; the tools are its own.
   *
   * @throws IllegalArgumentException if it was saved with other fields; the message says which
   */
  public ReAct<I, O> load(JsonObject saved) {
    Objects.requireNonNull(saved, "saved");
    return new ReAct<>(SavedProgram.load(settings, saved));
  }

  @Override
  public String toString() {
    return "ReAct[" + settings.signature + "]";
  }
}
