package dev.mainstay.simulator.script;

import dev.mainstay.model.ToolCall;
import dev.mainstay.simulator.script.Moment.Mark;
import dev.mainstay.simulator.script.RateLimit.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes scripts that use everything a script may say. */
final class RandomScripts {
  private static final List<String> TEXTS =
      List.of(
          "",
          "word",
          "two words",
          " lead",
          "trail ",
          "a\nb",
          "\ttab",
          "quo\"te",
          "back\\slash",
          "smile 😀",
          "{brace: 1}",
          "# no comment",
          "null",
          "true",
          "42",
          "~",
          "\u2028",
          "\u0007bell",
          "\ufeff",
          "a: b",
          "'single'",
          "é",
          "- dash");

  private final Random random;

  RandomScripts(Random random) {
    this.random = random;
  }

  Script script() {
    ScriptBuilder builder = Script.builder();
    steps(builder);
    if (random.nextBoolean()) {
      steps(builder.when(Match.model(text())));
      steps(builder.when(Match.prompt(text()).andModel(text())));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      builder.limit(limit());
    }
    if (random.nextBoolean()) {
      builder.concurrency(1 + random.nextInt(9)).key(text()).models(text(), text());
    }
    if (random.nextBoolean()) {
      Duration from = wait(0);
      builder.outage(from, from.plus(wait(1)), fault());
    }
    return builder.build();
  }

  private RateLimit limit() {
    RateLimit limit = RateLimit.of(1 + random.nextInt(100), wait(1));
    limit = random.nextBoolean() ? limit : limit.counting(either(counted()));
    limit = random.nextBoolean() ? limit : limit.as(RateLimit.Window.FIXED);
    limit = random.nextBoolean() ? limit : limit.bucketOf(random.nextInt(100));
    limit = random.nextBoolean() ? limit : limit.eachKey();
    limit = random.nextBoolean() ? limit : limit.untold();
    limit = random.nextBoolean() ? limit : limit.withoutRetryAfter();
    limit = random.nextBoolean() ? limit : limit.countingRefusals();
    limit = random.nextBoolean() ? limit : limit.then(wait(0), 1 + random.nextInt(9));
    return random.nextBoolean() ? limit : limit.then(wait(0), 1 + random.nextInt(9));
  }

  private static List<Supplier<Counted>> counted() {
    return Stream.of(Counted.values()).<Supplier<Counted>>map(counted -> () -> counted).toList();
  }

  private void steps(ScriptBuilder builder) {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      builder.times(1 + random.nextInt(2), reply());
    }
    if (random.nextBoolean()) {
      builder.thenAlways(reply(), reply());
    }
  }

  private Reply reply() {
    return random.nextBoolean() ? answer() : fault();
  }

  private Fault fault() {
    return switch (random.nextInt(3)) {
      case 0 -> status();
      case 1 -> raw();
      default -> interrupted();
    };
  }

  private Fault status() {
    Fault.Status status = Fault.status(400 + random.nextInt(200));
    status = random.nextBoolean() ? status.error(error()) : status;
    status = random.nextBoolean() ? status.header("X-A", "b: c").header("X-A", "d") : status;
    status = random.nextBoolean() ? status.retryAfter(wait(0)) : status;
    return random.nextBoolean() ? status.headAfter(wait(0)) : status;
  }

  private Fault raw() {
    Fault.Raw raw = Fault.raw(random.nextBoolean() ? 200 : 502, "text/html; charset=utf-8", text());
    raw = random.nextBoolean() ? raw.header("retry-after", "1") : raw;
    return random.nextBoolean() ? raw.headAfter(wait(0)) : raw;
  }

  private Fault interrupted() {
    Fault.Interrupted fault = either(breaks());
    Fault.Interrupted placed = at(fault, moment());
    return random.nextInt(4) == 0 ? placed : placed.of(answer());
  }

  private List<Supplier<Fault.Interrupted>> breaks() {
    return List.of(
        Fault::reset,
        Fault::halfClose,
        Fault::close,
        Fault::end,
        Fault::done,
        Fault::wrongJson,
        Fault::stall,
        Fault::garbage,
        () -> Fault.stall(wait(1)),
        () -> Fault.drip(wait(1)),
        () -> Fault.drip(wait(1), wait(1)),
        () -> Fault.garbage(1 + random.nextInt(99), random.nextLong()),
        () -> Fault.error(error()),
        () -> Fault.errorThenDone(error()));
  }

  private Moment moment() {
    int number = random.nextInt(5);
    return either(
        List.of(
            () -> Mark.BEFORE_HEAD,
            () -> Mark.AFTER_HEAD,
            () -> Mark.BEFORE_FINISH,
            () -> Mark.AFTER_FINISH,
            () -> new Moment.AfterEvents(number),
            () -> new Moment.InsideEvent(number + 1),
            () -> new Moment.AfterBytes(number * 50)));
  }

  // Some cannot happen there; then they happen where they usually do.
  private static Fault.Interrupted at(Fault.Interrupted fault, Moment moment) {
    try {
      return fault.at(moment);
    } catch (IllegalArgumentException e) {
      return fault;
    }
  }

  private Answer answer() {
    Answer answer = speech();
    answer = random.nextInt(4) == 0 ? answer.reasoning(pieces()) : answer;
    answer = random.nextInt(4) == 0 ? answer.refusal(text()) : answer;
    answer = random.nextInt(4) == 0 ? answer.andCalling(text(), text()) : answer;
    answer = random.nextInt(4) == 0 ? answer.andCalling(new ToolCall(text(), "f", "{}")) : answer;
    answer = random.nextInt(4) == 0 ? answer.toolPieces(random.nextInt(9)) : answer;
    answer = random.nextInt(4) == 0 ? answer.finish(text()).model(text()) : answer;
    answer = random.nextInt(4) == 0 ? answer.usage(random.nextInt(9), 0) : answer;
    answer = random.nextInt(4) == 0 ? answer.headAfter(wait(0)).firstAfter(wait(0)) : answer;
    answer = random.nextInt(4) == 0 ? answer.pace(wait(0)) : answer;
    answer = random.nextInt(4) == 0 ? answer.writesOf(random.nextInt(9), wait(0)) : answer;
    answer = random.nextInt(4) == 0 ? answer.withoutDone() : answer;
    answer = random.nextInt(4) == 0 ? answer.continuing() : answer;
    return random.nextInt(4) == 0
        ? answer.header("X-B", text().strip().lines().findFirst().orElse(""))
        : answer;
  }

  private Answer speech() {
    return either(
        List.of(
            Answer::standard,
            Answer::echo,
            () -> Answer.text(text()),
            () -> Answer.pieces(pieces()),
            () -> Answer.words(random.nextInt(9), random.nextLong())));
  }

  private String[] pieces() {
    return IntStream.range(0, random.nextInt(4)).mapToObj(i -> text()).toArray(String[]::new);
  }

  private ErrorBody error() {
    ErrorBody error = ErrorBody.of(text(), text());
    error = random.nextBoolean() ? error.code(text()) : error;
    return random.nextBoolean() ? error.param(text()) : error;
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private Duration wait(int leastNanos) {
    List<Duration> waits = new ArrayList<>(List.of(Duration.ofMillis(20), Duration.ofSeconds(90)));
    waits.add(Duration.ofNanos(leastNanos + random.nextLong(1_000_000_000_000L)));
    waits.add(Duration.ofNanos(leastNanos));
    return waits.get(random.nextInt(waits.size()));
  }

  private <T> T either(List<Supplier<T>> choices) {
    return choices.get(random.nextInt(choices.size())).get();
  }
}
