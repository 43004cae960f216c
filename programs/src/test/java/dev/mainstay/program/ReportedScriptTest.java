package dev.mainstay.program;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.program.Scripts.Answer;
import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.Scripts.Rated;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What DSPy's users reported, and what follows from it. */
class ReportedScriptTest {
  private static final Question QUESTION = new Question("Why is the sky blue?");

  @ParameterizedTest
  @ValueSource(strings = {"marked", "json"})
  void chainOfThoughtSurvivesTwoRateLimitsAndABreakInAField(String form) {
    try (Scripts scripts = new Scripts()) {
      ChainOfThought<Question, Answer> program =
          ChainOfThought.of(
              Predict.of(Question.class, Answer.class).model(form).build(scripts.mainstay));
      String whole = whole(form, program.settings.prompt(QUESTION).nonce(), "r", "It is blue.");
      int cut = whole.indexOf("blue");
      String model = form.equals("json") ? "j" : "m";
      scripts
          .provider
          .next(model, breaks(Scripts.rateLimited()))
          .next(model, breaks(Scripts.rateLimited()))
          .next(
              model,
              says(whole.substring(0, cut)),
              breaks(new Failure.ConnectionFailed(Scripts.detail("reset"))))
          .always(model, answer(whole));

      Seen<Answer> seen = Seen.of(program.stream(QUESTION));

      assertThat(seen.failure()).isEmpty();
      assertThat(seen.value()).contains(new Answer("It is blue."));
      assertThat(seen.joined()).isEqualTo(Map.of("reasoning", "r", "answer", "It is blue."));
      assertThat(scripts.provider.asked()).hasSize(4);
    }
  }

  @ParameterizedTest
  @CsvSource({"marked,5,30", "marked,5,4", "marked,3,30", "json,5,30", "json,3,4", "json,3,30"})
  void fourthAnswerIsTakenAlsoWhereItSaysSomethingElse(String form, int retries, int behind) {
    try (Scripts scripts = new Scripts(builder -> builder.retries(RetryPolicy.of(retries)))) {
      ChainOfThought<Question, Answer> program =
          ChainOfThought.of(
              Predict.of(Question.class, Answer.class)
                  .model(form)
                  .maxTokens(1000)
                  .build(scripts.mainstay));
      String nonce = program.settings.prompt(QUESTION).nonce();
      String first =
          whole(form, nonce, "Light is scattered.", "It is blue since short waves scatter most.");
      String model = form.equals("json") ? "j" : "m";
      String second = whole(form, nonce, "Waves differ.", "Short waves are scattered most.");
      scripts
          .provider
          .next(model, breaks(Scripts.rateLimited()))
          .next(model, breaks(Scripts.rateLimited()))
          .next(
              model,
              says(first.substring(0, first.indexOf("It is") + behind)),
              breaks(new Failure.ConnectionFailed(Scripts.detail("reset"))))
          .always(model, says(second.substring(0, 5)), says(second.substring(5)), finishes());

      Seen<Answer> seen = Seen.of(program.stream(QUESTION));

      assertThat(seen.failure()).isEmpty();
      assertThat(seen.value()).contains(new Answer("Short waves are scattered most."));
      assertThat(seen.joined())
          .isEqualTo(
              Map.of("reasoning", "Waves differ.", "answer", "Short waves are scattered most."));
      assertThat(seen.restarts()).isEqualTo(1);
      assertThat(scripts.provider.asked()).hasSize(4);
    }
  }

  private static String whole(String form, String nonce, String reasoning, String answer) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("reasoning", reasoning);
    fields.put("answer", answer);
    return form.equals("json")
        ? "{\"reasoning\": \"" + reasoning + "\", \"answer\": \"" + answer + "\"}"
        : Scripts.marked(nonce, fields);
  }

  @Test
  void modelThatNeverAnswersInFormIsAskedAsOftenAsTheCallMay() {
    try (Scripts scripts = new Scripts(builder -> builder.retries(RetryPolicy.of(1)))) {
      scripts.provider.always("m", answer("never in form"));
      Predict<Question, Answer> program =
          Predict.of(Question.class, Answer.class)
              .model("marked")
              .parseRetries(100)
              .build(scripts.mainstay);

      assertThatThrownBy(() -> program.call(QUESTION))
          .isInstanceOfSatisfying(
              ProgramException.class, e -> assertThat(e.raw()).isEqualTo("never in form"))
          .hasMessageEndingWith("and no more: the budget of the call is spent");
      assertThat(scripts.provider.asked())
          .hasSize(scripts.mainstay.budget("marked", CallOptions.none()).maxAttempts());
    }
  }

  @ParameterizedTest
  @EnumSource(AnswerForm.class)
  void twoHundredStreamsOfOneProgramWithRandomFaultsAreAllRight(AnswerForm form) throws Exception {
    ManualTime time = new ManualTime();
    Faulty provider = new Faulty(time);
    // This clock goes on when any thread waits: who waited its turn would have waited for ever.
    try (Mainstay mainstay =
            Mainstay.builder()
                .time(time)
                .pacing(PacingPolicy.disabled())
                .retries(RetryPolicy.of(20))
                .provider("faulty", provider)
                .group("chat", Deployment.of("faulty/x"))
                .build();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Predict<Question, Rated> program =
          Predict.of(Question.class, Rated.class).model("chat").form(form).build(mainstay);

      List<Future<Seen<Rated>>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Question question = new Question("number " + i + "?");
        all.add(threads.submit(() -> Seen.of(program.stream(question))));
      }

      for (int i = 0; i < all.size(); i++) {
        Seen<Rated> seen = all.get(i).get();
        String expected = "Answer number " + i + ", which is long enough to break in it.";
        assertThat(seen.failure()).as("stream %s", i).isEmpty();
        assertThat(seen.value()).contains(new Rated(expected, i));
        assertThat(seen.joined()).isEqualTo(Map.of("answer", expected, "stars", String.valueOf(i)));
      }
      assertThat(provider.open.get()).isZero();
      assertThat(provider.broken.get()).isGreaterThan(100);
    }
  }

  /** Answers by the number in the question, and breaks two of three attempts. */
  private static final class Faulty implements Provider {
    private static final Pattern NUMBER = Pattern.compile("number (\\d+)\\?");
    private static final Pattern NONCE = Pattern.compile("\\[\\[ ## answer:(\\w+) ## ]]");

    private final ManualTime time;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();

    Faulty(ManualTime time) {
      this.time = time;
    }

    @Override
    public ProviderStream open(Deployment deployment, ChatRequest request, Duration timeout) {
      Matcher number = NUMBER.matcher(request.messages().get(1).text());
      assertThat(number.find()).isTrue();
      String n = number.group(1);
      int attempt = attempts.computeIfAbsent(n, each -> new AtomicInteger()).incrementAndGet();
      String whole = whole(request, n);
      Random random = new Random(Integer.parseInt(n) * 31L + attempt);
      int cut = 1 + random.nextInt(whole.length() - 1);
      boolean breaks = attempt < 4 && random.nextInt(3) > 0;
      Failure failure =
          random.nextBoolean()
              ? Scripts.rateLimited()
              : new Failure.ConnectionFailed(Scripts.detail("reset"));
      open.incrementAndGet();
      broken.addAndGet(breaks ? 1 : 0);
      ProviderStream stream =
          breaks
              ? ScriptedProvider.stream(
                  time,
                  says(whole.substring(0, cut / 2)),
                  says(whole.substring(cut / 2, cut)),
                  breaks(failure))
              : ScriptedProvider.stream(
                  time, says(whole.substring(0, cut)), says(whole.substring(cut)), finishes());
      return new Counted(stream, new AtomicInteger(), open);
    }

    private static String whole(ChatRequest request, String n) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("answer", "Answer number " + n + ", which is long enough to break in it.");
      fields.put("stars", n);
      Matcher nonce = NONCE.matcher(request.messages().getFirst().text());
      return nonce.find()
          ? Scripts.marked(nonce.group(1), fields)
          : "{\"answer\": \"" + fields.get("answer") + "\", \"stars\": " + n + "}";
    }
  }

  private record Counted(ProviderStream inner, AtomicInteger closed, AtomicInteger open)
      implements ProviderStream {
    @Override
    public Step next() throws InterruptedException {
      return inner.next();
    }

    @Override
    public void abort(Failure cause) {
      inner.abort(cause);
    }

    @Override
    public void close() {
      inner.close();
      if (closed.getAndIncrement() == 0) {
        open.decrementAndGet();
      }
    }
  }
}
