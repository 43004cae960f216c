package dev.mainstay.program;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.program.Scripts.Answer;
import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.event.ProgramCall;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.StatusWords;
import dev.mainstay.testing.ScriptedProvider.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompositionTest {
  private final Scripts scripts = new Scripts();

  @AfterEach
  void close() {
    scripts.close();
    // A program's own thread may let go a moment after its stream has been closed.
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (scripts.provider.open() > 0 && System.nanoTime() < until) {
      Thread.yield();
    }
    assertThat(scripts.provider.open()).isZero();
  }

  record Report(List<String> found) {}

  record Researcher(Program<Question, Answer> look) implements Program<Question, Report> {
    @Override
    public Report run(Question question, Run run) {
      run.status("thinking");
      List<String> found = new ArrayList<>();
      for (int i = 1; i <= 2; i++) {
        found.add(run.call("lookup", look, new Question(question.question() + i)).answer());
      }
      return new Report(found);
    }
  }

  private Predict<Question, Answer> lookup() {
    return Predict.of(Question.class, Answer.class).model("json").build(scripts.mainstay);
  }

  @Test
  void statusIsToldInTheWordsThatItsCallerChooses() {
    scripts.provider.next("j", answer("{\"answer\":\"one\"}"));
    StatusWords german =
        new StatusWords() {
          @Override
          public String attemptBegun(String deployment) {
            return "frage " + deployment;
          }
        };

    List<String> told = new ArrayList<>();
    try (ProgramStream<Answer> stream =
        lookup().stream(new Question("q"), ProgramOptions.none().withWords(german))) {
      for (ProgramEvent<Answer> event : stream) {
        if (event instanceof ProgramEvent.Status<Answer> status) {
          told.add(status.text());
        }
      }
    }

    assertThat(told).contains("frage scripted/j", "scripted/j is done");
  }

  @Test
  void innerProgramsHavePathsAndTheirEndIsAStatus() {
    scripts
        .provider
        .next("j", answer("{\"answer\":\"one\"}"))
        .next("j", answer("{\"answer\":\"two\"}"));
    Program<Question, Report> outer =
        (question, run) -> run.call("answer", new Researcher(lookup()), question);

    List<String> told = new ArrayList<>();
    try (ProgramStream<Report> stream = outer.stream(new Question("q"))) {
      for (ProgramEvent<Report> event : stream) {
        told.add(
            event.path()
                + " "
                + switch (event) {
                  case ProgramEvent.Status<Report> status -> status.kind() + ": " + status.text();
                  case ProgramEvent.FieldDelta<Report> delta -> delta.field() + "=" + delta.text();
                  case ProgramEvent.Completed<Report> completed -> completed.value();
                  case ProgramEvent.FieldBegun<Report> begun -> "+";
                  case ProgramEvent.FieldDone<Report> done -> "-";
                  case ProgramEvent.Restarted<Report> restarted -> "!";
                  case ProgramEvent.UsageReported<Report> usage -> "usage";
                });
      }
      assertThat(stream.metadata().at("answer/lookup[2]").calls()).hasSize(1);
      assertThat(stream.metadata().at("answer").calls()).hasSize(2);
    }

    assertThat(told)
        .containsExactly(
            "answer PROGRAM_BEGUN: answer begins",
            "answer OWN: thinking",
            "answer/lookup PROGRAM_BEGUN: lookup begins",
            "answer/lookup ATTEMPT_BEGUN: asking scripted/j",
            "answer/lookup FORM_CHOSEN: scripted/j answers in the form json",
            "answer/lookup +",
            "answer/lookup answer=one",
            "answer/lookup -",
            "answer/lookup ATTEMPT_ENDED: scripted/j is done",
            "answer/lookup PROGRAM_ENDED: lookup has answered",
            "answer/lookup[2] PROGRAM_BEGUN: lookup begins",
            "answer/lookup[2] ATTEMPT_BEGUN: asking scripted/j",
            "answer/lookup[2] FORM_CHOSEN: scripted/j answers in the form json",
            "answer/lookup[2] +",
            "answer/lookup[2] answer=two",
            "answer/lookup[2] -",
            "answer/lookup[2] ATTEMPT_ENDED: scripted/j is done",
            "answer/lookup[2] PROGRAM_ENDED: lookup has answered",
            "answer PROGRAM_ENDED: answer has answered",
            " Report[found=[one, two]]");
  }

  @Test
  void innerProgramsOnSeveralThreadsStayApart() {
    Program<Question, Report> outer =
        (question, run) -> {
          List<CompletableFuture<String>> all = new ArrayList<>();
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
              Question each = new Question("number " + i);
              all.add(
                  CompletableFuture.supplyAsync(
                      () -> run.call("lookup", lookup(), each).answer(), threads));
            }
            return new Report(all.stream().map(CompletableFuture::join).toList());
          }
        };
    for (int i = 0; i < 20; i++) {
      scripts.provider.next("j", says("{\"answer\":\"o"), says("ne " + i + "\"}"), finishes());
    }

    Map<String, String> joined = new TreeMap<>();
    List<String> found = new ArrayList<>();
    try (ProgramStream<Report> stream = outer.stream(new Question("q"))) {
      for (ProgramEvent<Report> event : stream) {
        if (event instanceof ProgramEvent.FieldDelta<Report> delta) {
          joined.merge(delta.path(), delta.text(), String::concat);
        }
        if (event instanceof ProgramEvent.Completed<Report> completed) {
          found.addAll(completed.value().found());
        }
      }
      assertThat(stream.metadata().at("lookup[20]").calls()).hasSize(1);
    }

    assertThat(joined).hasSize(20).containsKeys("lookup", "lookup[2]", "lookup[20]");
    assertThat(joined.values()).containsExactlyInAnyOrderElementsOf(found).doesNotHaveDuplicates();
  }

  @Test
  void plainCallOfAComposedProgramHasItsStory() {
    scripts.provider.always("j", answer("{\"answer\":\"one\"}"));

    ProgramAnswer<Report> answer = new Researcher(lookup()).answer(new Question("q"));

    assertThat(answer.value()).isEqualTo(new Report(List.of("one", "one")));
    assertThat(answer.metadata().calls())
        .extracting(ProgramCall::path)
        .containsExactly("lookup", "lookup[2]");
  }

  @Test
  void failureOfAnInnerProgramIsThrownByTheStreamAndByEachLaterRead() {
    scripts.provider.always("j", breaks(new Failure.BadRequest(Scripts.detail("no"))));

    try (ProgramStream<Report> stream = new Researcher(lookup()).stream(new Question("q"))) {
      assertThatThrownBy(stream::value).isInstanceOf(MainstayException.class);
      assertThatThrownBy(stream::nextEvent).isInstanceOf(MainstayException.class);
    }
  }

  @Test
  void asynchronousCallCompletes() throws Exception {
    scripts.provider.always("j", answer("{\"answer\":\"one\"}"));

    CompletableFuture<Report> report = new Researcher(lookup()).callAsync(new Question("q"));

    assertThat(report.get(10, TimeUnit.SECONDS)).isEqualTo(new Report(List.of("one", "one")));
  }

  @Test
  void closingEndsWhatIsUnderWayAndAsksNobodyAgain() throws Exception {
    scripts.provider.always("j", says("{\"answer\":\"on"), stalls());
    ProgramStream<Report> stream = new Researcher(lookup()).stream(new Question("q"));
    CountDownLatch begun = new CountDownLatch(1);
    List<RuntimeException> thrown = new ArrayList<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                stream.forEach(event -> {
                  if (event instanceof ProgramEvent.FieldDelta) {
                    begun.countDown();
                  }
                });
              } catch (RuntimeException e) {
                thrown.add(e);
              }
            });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    stream.close();

    assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
    assertThat(thrown).singleElement().isInstanceOf(MainstayException.class);
  }

  @Test
  void closedStreamAsksNobody() {
    ProgramStream<Answer> stream = lookup().stream(new Question("q"));

    stream.close();

    assertThatThrownBy(stream::nextEvent)
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
    assertThat(scripts.provider.asked()).isEmpty();
  }

  /** Starts four lookups, tells their threads and futures, and ends as {@code end} does. */
  private Program<Question, Answer> four(
      List<Thread> threads,
      List<CompletableFuture<Answer>> answers,
      Function<List<CompletableFuture<Answer>>, Answer> end) {
    return (question, run) -> {
      for (int i = 0; i < 4; i++) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        answers.add(answer);
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    answer.complete(run.call("lookup", lookup(), question));
                  } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                  }
                }));
      }
      return end.apply(answers);
    };
  }

  private void answersLong() {
    List<Action> pieces = new ArrayList<>(List.of(says("{\"answer\":\"")));
    for (int i = 0; i < 500; i++) {
      pieces.add(says("x"));
    }
    pieces.addAll(List.of(says("\"}"), finishes()));
    scripts.provider.always("j", pieces.toArray(Action[]::new));
  }

  @Test
  void innerProgramsOnThreadsOfTheirOwnEndWhereTheStreamIsClosed() throws Exception {
    answersLong();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Answer>> answers = new CopyOnWriteArrayList<>();
    ProgramStream<Answer> stream =
        four(threads, answers, all -> all.stream().map(CompletableFuture::join).toList().getFirst())
            .stream(new Question("q"));
    for (int i = 0; i < 200; i++) {
      stream.nextEvent();
    }

    stream.close();

    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void innerProgramsOnThreadsOfTheirOwnEndWithTheirProgram() throws Exception {
    answersLong();
    Answer own = new Answer("mine");
    for (boolean isFailed : List.of(true, false)) {
      List<Thread> threads = new CopyOnWriteArrayList<>();
      Program<Question, Answer> program =
          four(
              threads,
              new CopyOnWriteArrayList<>(),
              all -> {
                if (isFailed) {
                  throw new IllegalStateException("had enough");
                }
                return own;
              });

      try (ProgramStream<Answer> stream = program.stream(new Question("q"))) {
        if (isFailed) {
          assertThatThrownBy(stream::value).hasMessage("had enough");
        } else {
          assertThat(stream.value()).isEqualTo(own);
        }
        for (Thread thread : threads) {
          assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
      }
    }
  }

  @Test
  void nullIsNobodysAnswer() {
    Program<Question, Answer> none =
        new Program<>() {
          @Override
          public Answer run(Question question, Run run) {
            return null;
          }

          @Override
          public String toString() {
            return "None";
          }
        };
    Program<Question, Answer> outer = (question, run) -> run.call("none", none, question);

    for (Program<Question, Answer> each : List.of(none, outer)) {
      assertThatThrownBy(() -> each.call(new Question("?")))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("None answered null; a program gives an answer, or throws");
      assertThatThrownBy(() -> each.stream(new Question("?")).value())
          .isInstanceOf(NullPointerException.class)
          .hasMessage("None answered null; a program gives an answer, or throws");
    }
  }
}
