package dev.mainstay.simulator.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What happens to the first request, the second, and so on:
 *
 * <pre>{@code
 * Script.builder()
 *     .first(Fault.status(429).retryAfter(Duration.ofMillis(50)))
 *     .then(Fault.reset().after(3))
 *     .then(Answer.text("Hello"))
 *     .when(Match.model("gpt-4o"))                  // its requests are counted by themselves
 *     .first(Fault.status(503))
 *     .thenAlways(Answer.text("I am back"))
 *     .build();
 * }</pre>
 *
 * <p>or the same as YAML, which {@link #read} and {@link #parse} understand and {@link #toYaml}
 * writes:
 *
 * <pre>{@code
 * steps:
 *   - {status: 429, retry-after: 50ms}
 *   - {break: reset, after: 3}
 *   - {answer: Hello}
 * when:
 *   - model: gpt-4o
 *     steps:
 *       - {status: 503}
 *     always:
 *       - {answer: I am back}
 * }</pre>
 *
 * <p>Once a part's steps are used up, its {@code always} goes on in turn, for ever; where it has
 * none, {@link Answer#standard()} does. The page {@link dev.mainstay.simulator} lists all of YAML's
 * words.
 *
 * @param parts for whom which steps; the first part that fits a request is its part
 * @param outages when nothing works, whatever the steps say
 * @param limits how much is let in; what one of them refuses takes nothing of the others
 * @param concurrency how many requests may be in flight at once; 0 is without limit
 * @param models which models there are, others being answered with 404; any where it is empty
 * @param key the only API key that is let in, others being answered with 401; any where there is
 *     none
 */
public record Script(
    List<Part> parts,
    List<Outage> outages,
    List<RateLimit> limits,
    int concurrency,
    List<String> models,
    Optional<String> key) {

  /**
   * A script; the lists are copied.
   *
   * @throws IllegalArgumentException if the concurrency is below zero
   */
  public Script {
    parts = parts.stream().filter(part -> !part.isEmpty()).toList();
    outages = List.copyOf(outages);
    limits = List.copyOf(limits);
    models = List.copyOf(models);
    if (concurrency < 0) {
      throw new IllegalArgumentException(
          "a concurrency of " + concurrency + "; use 1 or more, or 0 for no limit");
    }
  }

  /** A builder of a script in which every request gets {@link Answer#standard()}. */
  public static ScriptBuilder builder() {
    return new ScriptBuilder();
  }

  /** A script in which every request gets {@code reply}. */
  public static Script always(Reply reply) {
    return builder().thenAlways(reply).build();
  }

  /**
   * The script that {@code file} holds as YAML.
   *
   * @throws ScriptException if it is not a script; the message says file, line, what and the remedy
   * @throws IOException if it cannot be read
   */
  public static Script read(Path file) throws IOException {
    return ScriptReader.read(String.valueOf(file.getFileName()), Files.readString(file));
  }

  /**
   * The script that {@code yaml} holds.
   *
   * @throws ScriptException if it is not a script; the message says line, what and the remedy
   */
  public static Script parse(String yaml) {
    return ScriptReader.read("script", yaml);
  }

  /** This script as YAML: {@link #parse} makes an equal script of it. */
  public String toYaml() {
    return new ScriptWriter().write(this);
  }

  /**
   * The steps for some requests.
   *
   * @param match which requests
   * @param steps what happens to the first of them, the second, …
   * @param always what happens to all later ones, in turn; {@link Answer#standard()} where it is
   *     empty
   */
  public record Part(Match match, List<Reply> steps, List<Reply> always) {
    /** A part; the lists are copied. */
    public Part {
      steps = List.copyOf(steps);
      always = List.copyOf(always);
    }

    private boolean isEmpty() {
      return match.equals(Match.ANY) && steps.isEmpty() && always.isEmpty();
    }
  }
}
