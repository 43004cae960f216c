package dev.mainstay.program;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.event.Listen;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever breaks, and wherever: what the reader of a stream has at its end is the value. Whoever
 * is asked to go on does so, begins anew, tells another answer, or refuses to understand.
 */
class RandomFaultsTest {
  private static final int STREAMS = 250;
  private static final Question QUESTION = new Question("Why is the sky blue?");

  record Thought(String answer, List<String> reasons, int stars, String note) {}

  private static final List<String> WORDS =
      List.of(
          "blue ",
          "light, ",
          "is scattered",
          "\"so\" ",
          "\\n",
          "\n",
          "\n\n",
          "{\"answer\": ",
          "[[ ## note ## ]]\n",
          "\n[[ ",
          "[1] ",
          "\uD83D\uDE00",
          "\u00e9 ",
          ", \"stars\": 4",
          "``` ");

  @ParameterizedTest
  @EnumSource(AnswerForm.class)
  void whatIsSeenIsTheValueWhateverBreaks(AnswerForm form) {
    int restarts = 0;
    for (int seed = 0; seed < STREAMS; seed++) {
      restarts += new Case(form, seed).run();
    }
    assertThat(restarts).isGreaterThan(STREAMS / 10);
  }

  /** One stream. */
  private static final class Case implements Provider {
    private static final Pattern NONCE = Pattern.compile("\\[\\[ ## answer:(\\w+) ## ]]");

    private final AnswerForm form;
    private final int seed;
    private final Random random;
    private final ManualTime time = new ManualTime();
    private final List<Thought> told = new ArrayList<>();
    private int asked;

    Case(AnswerForm form, int seed) {
      this.form = form;
      this.seed = seed;
      this.random = new Random(seed);
    }

    int run() {
      try (Mainstay mainstay =
          Mainstay.builder()
              .time(time)
              .pacing(PacingPolicy.disabled())
              .retries(RetryPolicy.of(12))
              .provider("faulty", this)
              .group("chat", Deployment.of("faulty/x"))
              .build()) {
        Predict<Question, Thought> program =
            Predict.of(Question.class, Thought.class)
                .model("chat")
                .maxTokens(2_000)
                .form(form)
                .build(mainstay);
        Listen listen = random.nextInt(4) == 0 ? Listen.to(Thought::note) : Listen.all();

        Seen<Thought> seen = Seen.of(program.stream(QUESTION, listen));

        assertThat(seen.failure()).as("failure with seed %s", seed).isEmpty();
        Thought value = seen.value().orElseThrow();
        assertThat(told).as("seed %s", seed).contains(value);
        if (listen.names("").isEmpty()) {
          assertThat(seen.joined())
              .as("seed %s", seed)
              .containsEntry("answer", value.answer())
              .containsEntry("stars", String.valueOf(value.stars()))
              .containsEntry("reasons", strings(value.reasons()));
        }
        assertThat(seen.joined()).as("seed %s", seed).containsEntry("note", value.note());
        return seen.restarts();
      }
    }

    private Thought thought() {
      return new Thought(words(), List.of(words(), words()), random.nextInt(100), words());
    }

    private String words() {
      StringBuilder text = new StringBuilder("It ");
      int count = random.nextInt(12);
      for (int i = 0; i < count; i++) {
        text.append(WORDS.get(random.nextInt(WORDS.size())));
      }
      return text.append("so.").toString();
    }

    @Override
    public ProviderStream open(Deployment deployment, ChatRequest request, Duration timeout) {
      asked++;
      String nonce = nonce(request);
      if (told.isEmpty() || random.nextInt(4) == 0) {
        told.add(thought());
      }
      String whole = whole(told.getLast(), nonce);
      String text = goneOn(request, whole);
      List<ScriptedProvider.Action> actions = new ArrayList<>();
      boolean isFaulty = asked < 6 && random.nextInt(3) > 0;
      int end = isFaulty ? random.nextInt(text.length() + 1) : text.length();
      for (int from = 0; from < end; ) {
        int to = Math.min(end, from + 1 + random.nextInt(20));
        actions.add(says(text.substring(from, to)));
        from = to;
      }
      actions.add(isFaulty ? fault() : finishes());
      return ScriptedProvider.stream(time, actions.toArray(ScriptedProvider.Action[]::new));
    }

    private ScriptedProvider.Action fault() {
      return breaks(
          switch (random.nextInt(4)) {
            case 0 -> Scripts.rateLimited();
            case 1 -> new Failure.ServerError(Scripts.detail("oops").withStatus(500));
            case 2 -> new Failure.MalformedAnswer(Scripts.detail("half an event"));
            default -> new Failure.ConnectionFailed(Scripts.detail("reset"));
          });
    }

    // Of what was delivered the end is repeated; or all is told anew, or something said about it.
    private String goneOn(ChatRequest request, String whole) {
      List<Message> messages = request.messages();
      Message last = messages.getLast();
      String delivered =
          messages.stream()
              .filter(message -> message.role().equals("assistant"))
              .map(Message::text)
              .reduce((one, other) -> other)
              .orElse("");
      if (delivered.isEmpty() || !last.role().equals("user") || !whole.startsWith(delivered)) {
        return whole;
      }
      return switch (random.nextInt(4)) {
        case 0 -> whole;
        case 1 -> "Sure, I will go on: " + whole;
        default -> whole.substring(Math.max(0, delivered.length() - 60));
      };
    }

    private static String nonce(ChatRequest request) {
      Matcher nonce = NONCE.matcher(request.messages().getFirst().text());
      return nonce.find() ? nonce.group(1) : "";
    }

    private String whole(Thought thought, String nonce) {
      Map<String, String> fields = new LinkedHashMap<>();
      boolean isMarked = form == AnswerForm.MARKED;
      fields.put("answer", isMarked ? thought.answer() : string(thought.answer()));
      fields.put("reasons", strings(thought.reasons()));
      fields.put("stars", String.valueOf(thought.stars()));
      fields.put("note", isMarked ? thought.note() : string(thought.note()));
      if (isMarked) {
        return Scripts.marked(nonce, fields);
      }
      StringBuilder json = new StringBuilder();
      fields.forEach((name, value) ->
          json.append(json.isEmpty() ? "{" : ", ").append(string(name)).append(": ").append(value));
      return json.append("}").toString();
    }

    private static String strings(List<String> texts) {
      return "[" + String.join(",", texts.stream().map(Case::string).toList()) + "]";
    }

    private static String string(String text) {
      return new JsonString(text).toJson();
    }
  }
}
