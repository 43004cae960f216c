package dev.mainstay.program;

import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.tool.Toolbox;
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
 * conversation becomes too long for the model, the oldest results go first. A model that calls
 * tools in more turns than it may ends the call by {@link MaxIterationsException}. The tools are
 * not among what is saved and loaded.
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
public final class ReAct<I, O> extends Predictor<I, O, ReAct<I, O>> {
  private static final int MAX_ITERATIONS = 20;

  private ReAct(PredictSettings<I, O> settings) {
    super(settings);
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
        program.settings.with(copy -> {
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
    return with(
        copy -> copy.tools = copy.tools.map(tools -> new ToolUse(tools.toolbox(), iterations)));
  }

  @Override
  ReAct<I, O> with(PredictSettings<I, O> settings) {
    return new ReAct<>(settings);
  }

  // A tool's status is told while it runs, by whoever runs it.
  @Override
  public ProgramStream<O> stream(I input, ProgramOptions options) {
    requireHeard(input, options);
    return RunStream.start(this, input, options);
  }
}
