package dev.mainstay.simulator.script;

import static dev.mainstay.simulator.script.Catalogue.Trait.AFTER_OUTPUT;
import static dev.mainstay.simulator.script.Catalogue.Trait.HARMLESS;
import static dev.mainstay.simulator.script.Catalogue.Trait.RETRYABLE;
import static dev.mainstay.simulator.script.Catalogue.Trait.SILENT;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that is known to go wrong with a provider, each under a name, to walk through in a
 * test:
 *
 * <pre>{@code
 * static List<Catalogue.Entry> faults() { return Catalogue.faults(); }
 *
 * @ParameterizedTest @MethodSource("faults")
 * void callSurvives(Catalogue.Entry entry) {
 *   Script script = Script.builder().first(entry.reply()).then(Answer.text("Hello")).build();
 *   …
 * }
 * }</pre>
 *
 * <p>In YAML a step has an entry's reply with {@code fault: NAME}.
 */
public final class Catalogue {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final ErrorBody QUOTA =
      ErrorBody.of(
              "You exceeded your current quota, please check your plan and billing details.",
              "insufficient_quota")
          .code("insufficient_quota");

  private static final List<Entry> ALL =
      List.of(
          // An HTTP error that may pass.
          entry(
              "rate-limit", "429 with Retry-After", Fault.status(429).retryAfter(SOON), RETRYABLE),
          entry("rate-limit-without-hint", "429, not saying when", Fault.status(429), RETRYABLE),
          entry("conflict", "409", Fault.status(409), RETRYABLE),
          entry("server-error", "500", Fault.status(500), RETRYABLE),
          entry(
              "bad-gateway",
              "502 with a proxy's HTML",
              Fault.raw(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>"),
              RETRYABLE),
          entry(
              "overloaded", "503 with Retry-After", Fault.status(503).retryAfter(SOON), RETRYABLE),
          // An HTTP error that stays.
          entry("bad-request", "400", Fault.status(400)),
          entry(
              "context-length",
              "400: the prompt is too long",
              error(
                  400,
                  "This model's maximum context length is 4097 tokens. However, your messages"
                      + " resulted in 4301 tokens. Please reduce the length of the messages.",
                  "context_length_exceeded")),
          entry(
              "content-policy",
              "400: a safety system refused",
              error(
                  400,
                  "Invalid prompt: your prompt was flagged as potentially violating our usage"
                      + " policy.",
                  "invalid_prompt")),
          entry("unauthorized", "401: the key is wrong", Fault.status(401)),
          entry("forbidden", "403", Fault.status(403)),
          entry("unknown-model", "404", Fault.status(404)),
          entry("too-large", "413", Fault.status(413)),
          entry("unprocessable", "422", Fault.status(422)),
          entry("insufficient-quota", "429: credit is used up", Fault.status(429).error(QUOTA)),
          // No answer.
          entry("reset-before-head", "reset before the first byte", Fault.reset(), RETRYABLE),
          entry("close-before-head", "closed before the first byte", Fault.close(), RETRYABLE),
          entry(
              "half-close-before-head",
              "half-closed before the first byte",
              Fault.halfClose(),
              RETRYABLE),
          entry("stall-before-head", "silence from the start", Fault.stall(), RETRYABLE, SILENT),
          entry("garbage-before-head", "bytes that are not HTTP", Fault.garbage(), RETRYABLE),
          entry("html", "200 with a page of HTML", Fault.html(), RETRYABLE),
          entry("empty", "200 with nothing in it", Fault.empty(), RETRYABLE),
          entry(
              "other-json",
              "200 with JSON that is not an answer",
              Fault.raw(200, "application/json", "{\"status\":\"ok\"}"),
              RETRYABLE),
          entry("error-first", "200 with a server error in it", serverError(), RETRYABLE),
          entry(
              "rate-limit-first",
              "200 with a rate limit in it",
              Fault.error(ErrorBody.ofStatus(429)),
              RETRYABLE),
          entry("quota-first", "200 with 'credit is used up' in it", Fault.error(QUOTA)),
          entry("wrong-json-first", "the first event is broken JSON", Fault.wrongJson(), RETRYABLE),
          // An answer that breaks before it says anything.
          entry("reset-after-head", "reset after the head", Fault.reset().afterHead(), RETRYABLE),
          entry("close-after-head", "closed after the head", Fault.close().afterHead(), RETRYABLE),
          entry(
              "stall-after-head",
              "silence after the head",
              Fault.stall().afterHead(),
              RETRYABLE,
              SILENT),
          entry("drip", "keep-alives and nothing else", Fault.drip(SOON), RETRYABLE, SILENT),
          entry("end-after-head", "a stream of nothing", Fault.end().afterHead(), RETRYABLE),
          entry("end-before-output", "a role and nothing else", Fault.end().after(0), RETRYABLE),
          entry("done-before-output", "a role, then [DONE]", Fault.done().after(0), RETRYABLE),
          // An answer that breaks when it has said something.
          afterOutput("reset", "reset after three words", Fault.reset().after(3)),
          afterOutput("reset-inside", "reset inside the third event", Fault.reset().inside(3)),
          afterOutput("close", "closed after three words", Fault.close().after(3)),
          afterOutput("half-close", "half-closed after three words", Fault.halfClose().after(3)),
          afterOutput("end", "ends after three words", Fault.end().after(3)),
          afterOutput("end-without-finish", "ends without a finish reason", Fault.end()),
          afterOutput("done-without-finish", "[DONE] without a finish reason", Fault.done()),
          afterOutput("stall", "silence after three words", Fault.stall().after(3), SILENT),
          afterOutput(
              "stall-inside", "silence inside the third event", Fault.stall().inside(3), SILENT),
          afterOutput(
              "drip-after-output",
              "keep-alives after three words",
              Fault.drip(SOON).after(3),
              SILENT),
          afterOutput("garbage", "garbage after three words", Fault.garbage().after(3)),
          afterOutput("wrong-json", "broken JSON after three words", Fault.wrongJson().after(3)),
          afterOutput("error", "an error after three words", serverError().after(3)),
          afterOutput(
              "error-then-done",
              "an error and [DONE] after three words",
              Fault.errorThenDone(ErrorBody.ofStatus(500)).after(3)),
          // Odd, but an answer.
          entry(
              "byte-by-byte",
              "byte by byte",
              Answer.text("It comes byte by byte.").writesOf(1),
              HARMLESS),
          entry(
              "slow-head",
              "a head that takes its time",
              Answer.standard().headAfter(SOON),
              HARMLESS),
          entry(
              "slow-first",
              "a first word that takes its time",
              Answer.standard().firstAfter(SOON),
              HARMLESS),
          entry(
              "drip-first", "keep-alives first", Fault.drip(SOON, SOON.multipliedBy(3)), HARMLESS),
          entry("pause", "a pause after three words", Fault.stall(SOON).after(3), HARMLESS),
          entry(
              "no-done",
              "no [DONE]",
              Answer.text("It ends without a word.").withoutDone(),
              HARMLESS),
          entry(
              "reset-after-finish",
              "reset after the finish reason",
              Fault.reset().afterFinish(),
              HARMLESS),
          entry("reasoning", "reasoning first", Answer.text("4").reasoning("2", " + 2"), HARMLESS),
          entry(
              "tool-calls",
              "two tool calls in pieces",
              Answer.calling("weather", "{\"city\":\"Paris\"}")
                  .andCalling("time", "{\"zone\":\"CET\"}"),
              HARMLESS),
          entry(
              "tool-call-whole",
              "a tool call in one event",
              Answer.calling("weather", "{\"city\":\"Paris\"}").toolPieces(0),
              HARMLESS));

  private static final Map<String, Entry> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Entry::name, Function.identity()));

  private Catalogue() {}

  /** All entries. */
  public static List<Entry> all() {
    return ALL;
  }

  /** The entries that are not answers. */
  public static List<Entry> faults() {
    return ALL.stream().filter(entry -> !entry.isHarmless()).toList();
  }

  /** The entries that are odd, but whole and right answers: a caller should notice nothing. */
  public static List<Entry> oddities() {
    return ALL.stream().filter(Entry::isHarmless).toList();
  }

  /** The entry {@code name}. */
  public static Optional<Entry> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** What is to be known of an entry beside what it does. */
  public enum Trait {
    /** The same request, asked again of the same provider, may well succeed. */
    RETRYABLE,
    /** In a stream, text has gone out before it happens. A plain answer never has. */
    AFTER_OUTPUT,
    /** Nothing ever tells the caller; only its own timer does. */
    SILENT,
    /** It is not a fault at all. */
    HARMLESS
  }

  /**
   * One thing that may happen.
   *
   * @param name its name, in lower case with hyphens
   * @param story what happens, in a few words
   * @param reply what to put into a script
   * @param traits what else is to be known
   */
  public record Entry(String name, String story, Reply reply, Set<Trait> traits) {
    /** An entry; the set is copied. */
    public Entry {
      traits = Set.copyOf(traits);
    }

    /** Whether asking again may well succeed. */
    public boolean isRetryable() {
      return traits.contains(RETRYABLE);
    }

    /** Whether text has gone out in a stream before it happens. */
    public boolean isAfterOutput() {
      return traits.contains(AFTER_OUTPUT);
    }

    /** Whether only the caller's own timer tells. */
    public boolean isSilent() {
      return traits.contains(SILENT);
    }

    /** Whether it is a whole and right answer. */
    public boolean isHarmless() {
      return traits.contains(HARMLESS);
    }

    /** The name, as it is shown in a test's title. */
    @Override
    public String toString() {
      return name;
    }
  }

  private static Entry entry(String name, String story, Reply reply, Trait... traits) {
    return new Entry(name, story, reply, Set.of(traits));
  }

  private static Entry afterOutput(String name, String story, Reply reply, Trait... more) {
    Set<Trait> traits = new HashSet<>(Set.of(more));
    traits.add(AFTER_OUTPUT);
    traits.add(RETRYABLE);
    return new Entry(name, story, reply, traits);
  }

  private static Fault error(int status, String message, String code) {
    return Fault.status(status).error(ErrorBody.of(message, "invalid_request_error").code(code));
  }

  private static Fault.Interrupted serverError() {
    return Fault.error(ErrorBody.ofStatus(500));
  }
}
