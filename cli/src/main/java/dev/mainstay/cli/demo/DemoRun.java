package dev.mainstay.cli.demo;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Sign;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.cli.words.Durations;
import dev.mainstay.json.JsonException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows calls surviving: a simulated provider fails in every way of {@link Scenarios}, and a plain
 * and a streamed call go to it each time, over HTTP and through a gateway. Everything is in this
 * process; the network is this machine's own. It takes about 15 seconds.
 */
public final class DemoRun {
  private final Screen screen;
  private final List<Scenario> scenarios;

  private DemoRun(Screen screen, List<Scenario> scenarios) {
    this.screen = screen;
    this.scenarios = scenarios;
  }

  /** The whole demo, shown on {@code screen}. */
  public static DemoRun on(Screen screen) {
    return new DemoRun(screen, Scenarios.all());
  }

  /** A short piece of it, which goes through most of the code. */
  public static DemoRun rehearsal(Screen screen) {
    return new DemoRun(screen, Scenarios.all().subList(0, 2));
  }

  /**
   * Runs it.
   *
   * @return whether every call came to what was promised
   * @throws IOException if the gateway cannot start, or fails its client
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    introduce();
    DemoNarrator narrator = new DemoNarrator(screen);
    List<Row> rows = new ArrayList<>();
    try (DemoStage stage = DemoStage.of(scenarios, narrator);
        Client client = new Client(stage.url())) {
      for (Scenario scenario : scenarios) {
        announce(scenario, rows.size() + 1);
        CallResult plain = call(client, narrator, scenario, false);
        rows.add(new Row(scenario, plain, call(client, narrator, scenario, true)));
      }
    }
    screen.println();
    new OutcomeTable(screen).print(rows);
    return conclude(rows, Duration.ofNanos(System.nanoTime() - start));
  }

  private void introduce() {
    screen.printWrapped(
        "A simulated provider on this machine fails in "
            + scenarios.size()
            + " ways. Each time a plain and a streamed call go to it through a Mainstay gateway. No"
            + " key is needed, nothing leaves this machine, and it takes about 15 seconds.");
    String arrow = " " + screen.sign(Sign.ARROW) + " ";
    screen.println();
    screen.println(
        "    how to read  "
            + screen.in(Tone.BAD, "what broke")
            + arrow
            + screen.in(Tone.WARNING, "what Mainstay does")
            + arrow
            + screen.in(Tone.STRONG, "what your client gets")
            + " "
            + screen.in(Tone.FAINT, "time"));
    screen.println();
  }

  private void announce(Scenario scenario, int number) {
    String head = String.format(Locale.ROOT, "%2d  ", number);
    screen.println(head + screen.in(Tone.ACCENT, scenario.name()) + ": " + scenario.story());
  }

  private static CallResult call(
      Client client, DemoNarrator narrator, Scenario scenario, boolean isStreamed)
      throws InterruptedException {
    Promise promise = scenario.promise(isStreamed);
    narrator.begin(isStreamed);
    long start = System.nanoTime();
    Heard heard = hear(client, narrator, scenario, isStreamed);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    int attempts = narrator.attempts();
    Optional<String> breach = promise.breach(heard, isStreamed, attempts);
    narrator.end(promise, heard, duration, breach);
    return new CallResult(promise, attempts, duration, breach);
  }

  private static Heard hear(
      Client client, DemoNarrator narrator, Scenario scenario, boolean isStreamed)
      throws InterruptedException {
    try {
      return client.call(scenario, isStreamed, narrator::heard);
    } catch (IOException | JsonException e) {
      return Heard.nothing(String.valueOf(e.getMessage()));
    }
  }

  private boolean conclude(List<Row> rows, Duration duration) {
    List<CallResult> results =
        rows.stream().flatMap(row -> Stream.of(row.plain(), row.streamed())).toList();
    long answered = results.stream().filter(CallResult::isAnswer).count();
    long failed = results.stream().filter(outcome -> !outcome.isKept()).count();
    long honest = results.size() - answered - failed;
    screen.println(
        screen.in(
                failed == 0 ? Tone.GOOD : Tone.BAD,
                answered
                    + " of "
                    + results.size()
                    + " calls answered in full, "
                    + honest
                    + " honest errors, "
                    + failed
                    + " went wrong")
            + ", in "
            + Durations.say(duration)
            + ".");
    screen.printWrapped(
        "Set for the demo: retry n waits 0 to 2^n x 0.1 s if there is no hint (usually x 1 s), and"
            + " the silent provider is given 0.6 s (usually minutes). A stream that broke after"
            + " output goes on once the new text has repeated the end of the old; none but proven"
            + " text is shown.");
    next("./mainstay gateway --config FILE", "your own providers behind one URL");
    next("./mainstay simulate", "a provider to test your own client with");
    return failed == 0;
  }

  private void next(String command, String what) {
    screen.println(screen.in(Tone.ACCENT, String.format("  %-34s", command)) + what);
  }
}
