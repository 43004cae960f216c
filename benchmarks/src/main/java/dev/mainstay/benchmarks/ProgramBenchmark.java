package dev.mainstay.benchmarks;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.program.Predict;
import dev.mainstay.program.ProgramStream;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.testing.ScriptedProvider.Action;
import dev.mainstay.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a program costs over a plain call, and over a plain stream of the same 100 chunks: the
 * difference, in each pair, is the program's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 15, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProgramBenchmark {
  private static final int CHUNKS = 100;

  /** What is asked. */
  public record Question(String question) {}

  /** What is answered. */
  public record Answer(String answer) {}

  private final Mainstay mainstay =
      Mainstay.builder()
          .provider("said", (deployment, request, timeout) -> said())
          .group("chat", Deployment.of("said/x"))
          // What is felt for at the start holds back whoever is a thousand times faster than a
          // model.
          .pacing(PacingPolicy.disabled())
          .build();
  private final Predict<Question, Answer> program =
      Predict.of(Question.class, Answer.class).model("chat").form(AnswerForm.JSON).build(mainstay);
  private final ChatRequest request = ChatRequest.of("chat", "Why is the sky blue?");
  private final Question question = new Question("Why is the sky blue?");

  private static ProviderStream said() {
    List<Action> actions = new ArrayList<>();
    actions.add(ScriptedProvider.says("{\"answer\": \""));
    for (int i = 0; i < CHUNKS; i++) {
      actions.add(ScriptedProvider.says("word "));
    }
    actions.add(ScriptedProvider.says("\"}"));
    actions.add(
        ScriptedProvider.says(ChatChunk.of(new ChatEvent.Finished(FinishReason.STOP, "stop"))));
    return ScriptedProvider.stream(new ManualTime(), actions.toArray(Action[]::new));
  }

  /** A plain call. */
  @Benchmark
  public String call() {
    return mainstay.chat(request).text();
  }

  /** The same by a program. */
  @Benchmark
  public Answer program() {
    return program.call(question);
  }

  /** A plain stream. */
  @Benchmark
  public int stream() {
    int events = 0;
    try (ChatStream stream = mainstay.stream(request)) {
      for (ChatEvent event : stream) {
        events += event.isOutput() ? 1 : 0;
      }
    }
    return events;
  }

  /** The same by a program, field by field. */
  @Benchmark
  public int programStream() {
    int deltas = 0;
    try (ProgramStream<Answer> stream = program.stream(question)) {
      for (ProgramEvent<Answer> event : stream) {
        deltas += event instanceof ProgramEvent.FieldDelta ? 1 : 0;
      }
    }
    return deltas;
  }
}
