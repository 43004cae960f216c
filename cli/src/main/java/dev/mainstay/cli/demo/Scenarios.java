package dev.mainstay.cli.demo;

import dev.mainstay.cli.demo.Scenario.Upstream;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Everything the demo shows, in its order. */
final class Scenarios {
  /** How long the silence of a provider is borne that will be silent. */
  static final Duration PATIENCE = Duration.ofMillis(600);

  private static final Duration HINT = Duration.ofMillis(300);
  private static final Duration PACE = Duration.ofMillis(30);
  // Without a pace: a plain answer that comes to nothing need not take its time.
  private static final Answer UNHEARD = Answer.text("Nobody will hear this.");
  private static final String BROKEN_TEXT =
      "A line breaks in the middle of this sentence, and nobody notices.";
  private static final String HALF = "A line breaks in the middle";
  private static final String WEATHER = "{\"city\": \"Reykjavik\", \"unit\": \"celsius\"}";

  private Scenarios() {}

  static List<Scenario> all() {
    List<Scenario> own =
        List.of(
            wrongKey(),
            down(),
            brokenToolCall(),
            brokenAfterOutput(),
            brokenForGood(),
            quotaSpent());
    return Stream.of(told(), untold(), own).flatMap(List::stream).toList();
  }

  /** Errors that the provider tells. */
  private static List<Scenario> told() {
    return List.of(
        again(
            "rate limit",
            "429, \"try again in 300 ms\"",
            Fault.status(429).retryAfter(HINT),
            "Thank you for waiting."),
        again(
            "rate limit inside a stream",
            "200, but the first event is a 429",
            Fault.error(
                    ErrorBody.of("Rate limit reached. Please try again in 300ms.", "requests")
                        .code("rate_limit_exceeded"))
                .of(UNHEARD),
            "A late refusal is one all the same."),
        again("server error", "500", Fault.status(500), "That was a hiccup."),
        again(
            "overloaded",
            "503, and it asks for no certain wait",
            Fault.status(503),
            "Busy no more."),
        again(
            "error inside a 200",
            "200, but it holds a server error",
            Fault.error(ErrorBody.ofStatus(500)).of(UNHEARD),
            "Not every 200 is good news."));
  }

  /** What breaks without a word. */
  private static List<Scenario> untold() {
    return List.of(
        again(
            "connection reset",
            "reset after the headers, before the first word",
            Fault.reset().afterHead().of(UNHEARD),
            "A new line, a new try."),
        again(
            "cut off",
            "the answer ends before its first word",
            Fault.end().after(0).of(UNHEARD),
            "An end needs a reason."),
        again("web page", "200, but it is HTML", Fault.html(), "JSON this time."),
        elsewhere(
            "silence",
            "the first of two deployments says nothing for 0.6 s",
            Fault.stall(),
            "Nobody waits ten minutes here."));
  }

  /** The fault happens, then the answer comes. */
  private static Scenario again(String name, String story, Fault fault, String text) {
    Promise promise = new Promise.Text(text, 2);
    Upstream target = Upstream.of(model(name), fault, said(text));
    return new Scenario(name, story, List.of(target), List.of(), promise, promise);
  }

  /** The fault happens each time, but at the first of two deployments alone. */
  private static Scenario elsewhere(String name, String story, Fault fault, String text) {
    Promise promise = new Promise.Text(text, 2);
    List<Upstream> targets =
        List.of(
            Upstream.of(model(name), fault).patience(PATIENCE),
            Upstream.of(model(name) + "-too", said(text)));
    return new Scenario(name, story, targets, List.of(), promise, promise);
  }

  private static Scenario wrongKey() {
    Scenario twice =
        elsewhere(
            "wrong key",
            "the first of two deployments refuses its key, and then cools down",
            Fault.status(401),
            "The other key fits.");
    return twice.streamed(new Promise.Text("The other key fits.", 1));
  }

  private static Scenario down() {
    String name = "provider down";
    String text = "The backup answers.";
    Promise promise = new Promise.Text(text, 4);
    return new Scenario(
        name,
        "nobody listens there, but there is a fallback group",
        List.of(Upstream.down(model(name))),
        List.of(Upstream.of(model(name) + "-backup", said(text))),
        promise,
        promise);
  }

  private static Scenario brokenToolCall() {
    String name = "broken tool call";
    Answer call = Answer.calling("weather", WEATHER).pace(PACE);
    Promise promise = new Promise.ToolCall(WEATHER, 2);
    return new Scenario(
        name,
        "reset in the middle of its arguments",
        List.of(Upstream.of(model(name), Fault.reset().after(2).of(call), call)),
        List.of(),
        promise,
        promise);
  }

  private static Scenario brokenAfterOutput() {
    String name = "broken after output";
    Answer answer = said(BROKEN_TEXT).continuing();
    Promise promise = new Promise.Text(BROKEN_TEXT, 2);
    return new Scenario(
        name,
        "it closes half way; asked to go on, the model does",
        List.of(Upstream.of(model(name), Fault.halfClose().after(6).of(answer), answer)),
        List.of(),
        promise,
        promise);
  }

  private static Scenario brokenForGood() {
    String name = "broken for good";
    Answer answer = said(BROKEN_TEXT);
    Answer talk = Answer.text("Sure, I will gladly go on.");
    return new Scenario(
        name,
        "the same, but the model talks instead: none of it is shown",
        List.of(
            Upstream.of(
                model(name),
                Fault.halfClose().after(6).of(answer),
                answer,
                Fault.halfClose().after(6).of(answer),
                talk,
                talk)),
        List.of(),
        new Promise.Text(BROKEN_TEXT, 2),
        new Promise.Partial(HALF, 3));
  }

  private static Scenario quotaSpent() {
    String name = "quota spent";
    ErrorBody quota =
        ErrorBody.of(
                "You exceeded your current quota, please check your plan.", "insufficient_quota")
            .code("insufficient_quota");
    Promise promise = new Promise.HonestError(429, "insufficient_quota", 1);
    return new Scenario(
        name,
        "429, but of the kind that no waiting cures",
        List.of(Upstream.of(model(name), Fault.status(429).error(quota))),
        List.of(),
        promise,
        promise);
  }

  private static Answer said(String text) {
    return Answer.text(text).pace(PACE);
  }

  private static String model(String name) {
    return name.replace(' ', '-');
  }
}
