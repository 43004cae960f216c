package dev.mainstay.benchmarks.soak;

import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The stories that callers ask for; for each the provider answers, and fails, in a turn of its own.
 */
final class Stories {
  static final int COUNT = 60;
  private static final int SHORTEST_WORDS = 30;
  private static final Duration PACE = Duration.ofMillis(20);
  private static final int TURN = 20;
  private static final int FAULTS_IN_A_TURN = 6;
  private static final Duration HINT = Duration.ofMillis(50);
  private static final Duration LONG_SILENCE = Duration.ofMinutes(1);

  private Stories() {}

  static String question(int number) {
    return String.format(Locale.ROOT, "Tell story %02d.", number);
  }

  /** The only right answer to {@link #question}. */
  static String text(int number) {
    return story(number).fullText();
  }

  /**
   * Of every turn of {@value #TURN} attempts for one story {@value #FAULTS_IN_A_TURN} are faulty.
   */
  static Script script() {
    ScriptBuilder script = Script.builder();
    for (int number = 0; number < COUNT; number++) {
      script.when(Match.prompt(question(number))).thenAlways(turn(number));
    }
    return script.build();
  }

  private static Answer story(int number) {
    return Answer.words(SHORTEST_WORDS + number, number).pace(PACE).continuing();
  }

  private static Reply[] turn(int number) {
    Random random = new Random(number);
    List<Reply> faults = faults(number, random);
    List<Reply> turn = new ArrayList<>(Collections.nCopies(TURN, story(number)));
    for (int i = 0; i < FAULTS_IN_A_TURN; i++) {
      turn.set(i, faults.get((FAULTS_IN_A_TURN * number + i) % faults.size()));
    }
    Collections.shuffle(turn, random);
    return turn.toArray(Reply[]::new);
  }

  private static List<Reply> faults(int number, Random random) {
    Answer story = story(number);
    ErrorBody error = ErrorBody.of("The server had an error.", "server_error");
    int event = 2 + random.nextInt(SHORTEST_WORDS - 2);
    return List.of(
        Fault.status(429).retryAfter(HINT),
        Fault.status(500),
        Fault.status(503).retryAfter(HINT),
        Fault.raw(502, "text/html", "<html><body>Bad Gateway</body></html>"),
        Fault.reset().beforeHead(),
        Fault.reset().afterHead(),
        Fault.reset().after(event).of(story),
        Fault.close().inside(event).of(story),
        Fault.end().after(event).of(story),
        Fault.done().after(event).of(story),
        Fault.halfClose().after(event).of(story),
        Fault.garbage().after(event).of(story),
        Fault.wrongJson().after(event).of(story),
        Fault.error(error).afterHead(),
        Fault.error(error).after(event).of(story),
        Fault.errorThenDone(error).after(event).of(story),
        Fault.stall(LONG_SILENCE).after(event).of(story),
        Fault.stall(LONG_SILENCE).afterHead(),
        Fault.html(),
        Fault.empty());
  }
}
