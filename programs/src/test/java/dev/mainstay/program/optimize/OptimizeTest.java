package dev.mainstay.program.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.program.DemoProgram;
import dev.mainstay.program.Predict;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeTest {
  record Number(int number) {}

  record Parity(String parity) {}

  private final ManualTime time = new ManualTime();
  private final AtomicInteger asked = new AtomicInteger();
  private final Mainstay mainstay =
      Mainstay.builder()
          .time(time)
          .provider("pupil", new Pupil())
          .group("chat", Deployment.of("pupil/x"))
          .build();
  private final Predict<Number, Parity> program =
      Predict.of(Number.class, Parity.class).model("chat").form(AnswerForm.JSON).build(mainstay);

  @TempDir Path folder;

  @AfterEach
  void close() {
    mainstay.close();
  }

  /** Knows even numbers, and odd ones where it is shown one; fails at 13. */
  private final class Pupil implements Provider {
    @Override
    public ProviderStream open(Deployment deployment, ChatRequest request, Duration timeout) {
      asked.incrementAndGet();
      String last = request.messages().getLast().text();
      int number = Integer.parseInt(last.lines().skip(1).findFirst().orElseThrow());
      boolean taught =
          request.messages().stream()
              .anyMatch(message -> message.text().contains("{\"parity\":\"odd\"}"));
      if (number == 13) {
        return ScriptedProvider.stream(
            time, ScriptedProvider.breaks(new Failure.BadRequest(FailureDetail.of("no 13"))));
      }
      String parity = number % 2 == 0 || !taught ? "even" : "odd";
      return ScriptedProvider.stream(
          time,
          ScriptedProvider.says("{\"parity\":\"" + parity + "\"}"),
          ScriptedProvider.says(
              new ChatEvent.UsageReported(
                  new Usage(7, 3, 10, OptionalLong.empty(), OptionalLong.empty()))),
          ScriptedProvider.finishes());
    }
  }

  private static List<Example<Number, Parity>> examples(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n -> new Example<>(new Number(n), new Parity(n % 2 == 0 ? "even" : "odd")))
        .toList();
  }

  @Test
  void evaluationCountsWhatFailsAndTellsHowFarItIs() {
    List<String> progress = new ArrayList<>();

    Evaluation<Number, Parity> evaluation =
        Evaluate.of(examples(10, 14), Metric.<Number, Parity>exact())
            .withConcurrency(2)
            .withProgress((done, of, score) -> progress.add(done + "/" + of))
            .run(program);

    assertThat(evaluation.score()).isEqualTo(0.5);
    assertThat(evaluation.failures())
        .containsOnlyKeys("BadRequest")
        .containsEntry("BadRequest", 1L);
    assertThat(evaluation.tokens()).isEqualTo(30);
    assertThat(progress).containsExactly("1/4", "2/4", "3/4", "4/4");
    assertThat(evaluation.toString()).contains("score", "0.500", "failed: BadRequest");
    assertThat(evaluation.toCsv().lines())
        .contains(
            "\"{\"\"number\"\":11}\",\"{\"\"parity\"\":\"\"odd\"\"}\",\"{\"\"parity\"\":\"\"even\"\"}\",0.0,,10,,0");
    assertThat(evaluation.toJson().array("results").orElseThrow().size()).isEqualTo(4);
  }

  @Test
  void progressIsABar() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Progress.bar(new PrintStream(out, true, StandardCharsets.UTF_8)).progressed(1, 2, 0.5);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r[###############               ] 1/2  score 0.500");
  }

  @Test
  void examplesThatAreTakenMakeTheProgramBetter() {
    DemoProgram<Number, Parity> taught =
        BootstrapFewShot.of(Metric.<Number, Parity>exact())
            .withDemos(2, 6)
            .run(program, examples(0, 6));

    assertThat(taught.demos()).hasSize(6);
    assertThat(Evaluate.of(examples(20, 30), Metric.<Number, Parity>exact()).run(program).score())
        .isEqualTo(0.5);
    assertThat(Evaluate.of(examples(20, 30), Metric.<Number, Parity>exact()).run(taught).score())
        .isEqualTo(1);
  }

  @Test
  void sameSeedFindsTheSame() {
    BootstrapFewShot<Number, Parity> bootstrap =
        BootstrapFewShot.of(Metric.<Number, Parity>exact()).withDemos(2, 3).withSeed(7);

    assertThat(bootstrap.run(program, examples(0, 12)).demos())
        .isEqualTo(bootstrap.run(program, examples(0, 12)).demos());
  }

  @Test
  void examplesThatAreLookedForAreCounted() {
    List<String> progress = new ArrayList<>();

    BootstrapFewShot.of(Metric.<Number, Parity>exact())
        .withDemos(1, 1)
        .withProgress((done, of, found) -> progress.add(done + "/" + of + " found " + found))
        .run(program, List.of(examples(0, 1).getFirst(), examples(2, 3).getFirst()));

    assertThat(progress).containsExactly("1/2 found 1.0", "2/2 found 1.0");
  }

  @Test
  void searchesOfOneSeedFindTheSameAndOthersDoNot() {
    RandomSearch<Number, Parity> search =
        RandomSearch.of(Metric.<Number, Parity>exact()).withCandidates(2);

    assertThat(found(search.withSeed(1))).isEqualTo(found(search.withSeed(1)));
    assertThat(found(search.withSeed(1))).isNotEqualTo(found(search.withSeed(2)));
  }

  private List<Demo> found(RandomSearch<Number, Parity> search) {
    return search.run(program, examples(0, 12), examples(20, 26)).demos();
  }

  @Test
  void searchKeepsTheBestAndGoesOnFromWhereItWasStopped() throws Exception {
    Path file = folder.resolve("search.jsonl");
    RandomSearch<Number, Parity> search =
        RandomSearch.of(Metric.<Number, Parity>exact()).withCandidates(4).withCheckpoint(file);

    DemoProgram<Number, Parity> best = search.run(program, examples(0, 8), examples(20, 26));
    int first = asked.get();
    Files.writeString(file, Files.readString(file) + "{\"key\":\"cut o");
    DemoProgram<Number, Parity> again = search.run(program, examples(0, 8), examples(20, 26));

    assertThat(Evaluate.of(examples(30, 36), Metric.<Number, Parity>exact()).run(best).score())
        .isEqualTo(1);
    assertThat(again.demos()).isEqualTo(best.demos());
    assertThat(asked.get()).isEqualTo(first + 6);
  }

  @Test
  void searchEndsWithItsBudget() {
    RandomSearch<Number, Parity> search =
        RandomSearch.of(Metric.<Number, Parity>exact())
            .withCandidates(50)
            .withBudget(SearchBudget.ofCalls(20));

    DemoProgram<Number, Parity> best = search.run(program, examples(0, 8), examples(20, 26));

    assertThat(asked.get()).isEqualTo(20);
    assertThat(best.demos()).isNotEmpty();
  }

  @Test
  void bootstrapEndsWithItsBudgetAndGoesOnWithAnother() {
    Path file = folder.resolve("bootstrap.jsonl");
    BootstrapFewShot<Number, Parity> bootstrap =
        BootstrapFewShot.of(Metric.<Number, Parity>exact()).withDemos(4, 4).withCheckpoint(file);

    bootstrap.withBudget(SearchBudget.ofCalls(3)).run(program, examples(0, 12));
    assertThat(asked.get()).isEqualTo(3);
    List<Demo> demos = bootstrap.run(program, examples(0, 12)).demos();

    int resumed = asked.getAndSet(0);
    assertThat(
            BootstrapFewShot.of(Metric.<Number, Parity>exact())
                .withDemos(4, 4)
                .run(program, examples(0, 12))
                .demos())
        .isEqualTo(demos);
    assertThat(asked.get()).isEqualTo(resumed);
  }

  @Test
  void evaluationWaitsForADeploymentsPlacesAndFailsNoExample() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (Mainstay narrow =
        Mainstay.builder()
            .provider(
                "narrow",
                (deployment, request, timeout) ->
                    new Narrow(open, refused, new Pupil().open(deployment, request, timeout)))
            .group("chat", Deployment.of("narrow/x").withMaxParallelRequests(2))
            .build()) {
      Predict<Number, Parity> asks =
          Predict.of(Number.class, Parity.class).model("chat").form(AnswerForm.JSON).build(narrow);

      Evaluation<Number, Parity> evaluation =
          Evaluate.of(examples(20, 84), Metric.<Number, Parity>exact())
              .withConcurrency(32)
              .run(asks);

      assertThat(evaluation.failures()).isEmpty();
      assertThat(evaluation.score()).isEqualTo(0.5);
      assertThat(refused.get()).isZero();
    }
  }

  @Test
  void searchScoresWithAsManyAtOnceAsItIsTold() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (Mainstay narrow =
        Mainstay.builder()
            .provider(
                "narrow",
                (deployment, request, timeout) ->
                    new Narrow(open, refused, new Pupil().open(deployment, request, timeout)))
            .group("chat", Deployment.of("narrow/x"))
            .build()) {
      Predict<Number, Parity> asks =
          Predict.of(Number.class, Parity.class).model("chat").form(AnswerForm.JSON).build(narrow);

      RandomSearch.of(Metric.<Number, Parity>exact())
          .withCandidates(1)
          .withConcurrency(2)
          .run(asks, examples(0, 1), examples(20, 84));

      assertThat(refused.get()).isZero();
    }
  }

  @Test
  void evaluationKeepsToADeploymentsRequestsPerMinute() {
    List<Instant> asked = new ArrayList<>();
    try (Mainstay paced =
        Mainstay.builder()
            .time(time)
            .provider(
                "paced",
                (deployment, request, timeout) -> {
                  asked.add(time.now());
                  return new Pupil().open(deployment, request, timeout);
                })
            .group("chat", Deployment.of("paced/x").withRpm(20))
            .build()) {
      Predict<Number, Parity> asks =
          Predict.of(Number.class, Parity.class).model("chat").form(AnswerForm.JSON).build(paced);

      Evaluation<Number, Parity> evaluation =
          Evaluate.of(examples(20, 70), Metric.<Number, Parity>exact())
              .withConcurrency(1)
              .run(asks);

      assertThat(evaluation.failures()).isEmpty();
      assertThat(asked).hasSize(50);
      for (int i = 21; i < asked.size(); i++) {
        assertThat(Duration.between(asked.get(i - 21), asked.get(i)))
            .isGreaterThan(Duration.ofSeconds(59));
      }
    }
  }

  @Test
  void examplesThatAreRefusedAtFirstAreAskedAgain() {
    AtomicInteger number = new AtomicInteger();
    Failure refusal = new Failure.RateLimited(FailureDetail.of("slow down").withStatus(429));
    try (Mainstay refusing =
        Mainstay.builder()
            .time(time)
            .provider(
                "refusing",
                (deployment, request, timeout) ->
                    number.getAndIncrement() % 2 == 0
                        ? ScriptedProvider.stream(time, ScriptedProvider.breaks(refusal))
                        : new Pupil().open(deployment, request, timeout))
            .group("chat", Deployment.of("refusing/x"))
            .build()) {
      Predict<Number, Parity> asks =
          Predict.of(Number.class, Parity.class)
              .model("chat")
              .form(AnswerForm.JSON)
              .build(refusing);

      Evaluation<Number, Parity> evaluation =
          Evaluate.of(examples(20, 40), Metric.<Number, Parity>exact())
              .withConcurrency(1)
              .run(asks);

      assertThat(evaluation.failures()).isEmpty();
      assertThat(number.get()).isEqualTo(40);
    }
  }

  /** Refuses what is one too many. */
  private static final class Narrow implements ProviderStream {
    private final AtomicInteger open;
    private final ProviderStream inner;
    private boolean isClosed;

    Narrow(AtomicInteger open, AtomicInteger refused, ProviderStream inner) {
      this.open = open;
      this.inner = inner;
      if (open.incrementAndGet() > 2) {
        refused.incrementAndGet();
      }
    }

    @Override
    public Step next() throws InterruptedException {
      Thread.yield();
      return inner.next();
    }

    @Override
    public void abort(Failure cause) {
      inner.abort(cause);
    }

    @Override
    public void close() {
      inner.close();
      if (!isClosed) {
        isClosed = true;
        open.decrementAndGet();
      }
    }
  }
}
