package dev.mainstay.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.FinishReason;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.program.Scripts.Answer;
import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reads a stream decides how fast it goes and when it ends, right back to the provider. */
@Timeout(60)
class ReadingPaceTest {
  private static final Question QUESTION = new Question("Why is the sky blue?");
  private static final int WORDS = 1000;
  private static final String WORD = "word ";

  /** What may lie between a program of one's own and its reader. */
  private static final int LINE = 64;

  /** A predictor is pulled; a program of one's own has a thread and a line. */
  private enum Kind {
    PREDICTOR,
    OWN;

    Program<Question, Answer> of(Mainstay mainstay) {
      Predict<Question, Answer> predict =
          Predict.of(Question.class, Answer.class)
              .model("chat")
              .form(AnswerForm.JSON)
              .build(mainstay);
      return switch (this) {
        case PREDICTOR -> predict;
        case OWN -> (question, run) -> run.call("inner", predict, question);
      };
    }

    int mayBeAhead() {
      return this == PREDICTOR ? 0 : LINE;
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(Kind.values());
  }

  private static Mainstay mainstay(Provider provider) {
    return Mainstay.builder()
        .retries(RetryPolicy.of(5))
        .provider("counted", provider)
        .group("chat", Deployment.of("counted/x"))
        .build();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void slowReaderHoldsTheProviderBackAndLosesNothing(Kind kind) {
    AtomicInteger given = new AtomicInteger();
    try (Mainstay mainstay =
            mainstay((deployment, request, timeout) -> new Words(given, new CountDownLatch(0)));
        ProgramStream<Answer> stream = kind.of(mainstay).stream(QUESTION)) {
      StringBuilder text = new StringBuilder();
      int read = 0;
      Optional<ProgramEvent<Answer>> event = stream.nextEvent();
      while (event.isPresent()) {
        // A few chunks are no deltas; what is read of this one is the reader's.
        assertThat(given.get() - read).isLessThanOrEqualTo(kind.mayBeAhead() + 3);
        if (event.get() instanceof ProgramEvent.FieldDelta<Answer> delta) {
          read++;
          text.append(delta.text());
        }
        if (event.get() instanceof ProgramEvent.Completed<Answer> completed) {
          assertThat(completed.value()).isEqualTo(new Answer(WORD.repeat(WORDS)));
        }
        event = stream.nextEvent();
      }

      assertThat(read).isEqualTo(WORDS);
      assertThat(text).hasToString(WORD.repeat(WORDS));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void closingHasReachedASilentProviderWhenItReturnsAndNobodyIsAskedAgain(Kind kind)
      throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch silence = new CountDownLatch(1);
    Words words = new Words(new AtomicInteger(), silence);
    try (Mainstay mainstay =
            mainstay((deployment, request, timeout) -> {
              asked.incrementAndGet();
              return words;
            });
        ProgramStream<Answer> stream = kind.of(mainstay).stream(QUESTION)) {
      CompletableFuture<Throwable> end = read(stream);
      assertThat(words.silent.await(30, TimeUnit.SECONDS)).isTrue();

      stream.close();

      // Well within the 100 ms that are promised: nothing is waited for.
      assertThat(words.left.getCount()).isZero();
      assertThat(end.get(30, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              MainstayException.class,
              e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
      assertThat(asked.get()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void closingEndsAWaitForTheNextAttempt(Kind kind) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch refused = new CountDownLatch(1);
    Failure later =
        new Failure.RateLimited(
            Scripts.detail("slow down").withStatus(429).withRetryAfter(Duration.ofSeconds(30)));
    try (Mainstay mainstay =
            mainstay((deployment, request, timeout) -> {
              asked.incrementAndGet();
              return new Refusing(later, refused);
            });
        ProgramStream<Answer> stream = kind.of(mainstay).stream(QUESTION)) {
      CompletableFuture<Throwable> end = read(stream);
      assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();

      stream.close();

      assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(MainstayException.class);
      assertThat(asked.get()).isEqualTo(1);
    }
  }

  private static CompletableFuture<Throwable> read(ProgramStream<Answer> stream) {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            stream.forEach(event -> {});
            end.completeExceptionally(new AssertionError("it has ended"));
          } catch (RuntimeException e) {
            end.complete(e);
          }
        });
    return end;
  }

  /** Gives a word with each step; before the last, waits for {@code silence} to end. */
  private static final class Words implements ProviderStream {
    private final AtomicInteger given;
    private final CountDownLatch silence;
    private final CountDownLatch silent = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private int step;

    Words(AtomicInteger given, CountDownLatch silence) {
      this.given = given;
      this.silence = silence;
    }

    @Override
    public Step next() throws InterruptedException {
      int at = step++;
      if (at == 0) {
        return says(new ChatEvent.TextDelta("{\"answer\": \""));
      }
      if (at <= WORDS) {
        given.incrementAndGet();
        return says(new ChatEvent.TextDelta(WORD));
      }
      silent.countDown();
      silence.await();
      return switch (at - WORDS) {
        case 1 -> says(new ChatEvent.TextDelta("\"}"));
        case 2 -> says(new ChatEvent.Finished(FinishReason.STOP, "stop"));
        default -> new End();
      };
    }

    private static Step says(ChatEvent event) {
      return new Next(ChatChunk.of(event));
    }

    @Override
    public void abort(Failure cause) {
      leave();
    }

    @Override
    public void close() {
      leave();
    }

    private void leave() {
      left.countDown();
      silence.countDown();
    }
  }

  private record Refusing(Failure failure, CountDownLatch refused) implements ProviderStream {
    @Override
    public Step next() {
      refused.countDown();
      return new Broken(failure);
    }

    @Override
    public void abort(Failure cause) {}

    @Override
    public void close() {}
  }
}
