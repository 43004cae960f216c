package dev.mainstay.benchmarks.compare;

import dev.mainstay.transport.Headers;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway that its owner runs, and has told of the mock provider.
 *
 * @param name what it is called in the tables
 * @param destination where it is asked
 * @param processes what it runs as, if it is told
 */
record Foreign(String name, Destination destination, Optional<ProcessTree> processes)
    implements MeasuredGateway {
  private static final Pattern FORM = Pattern.compile("([^=]+)=(https?://[^#]+)(?:#(\\d+))?");

  /**
   * One as in {@code Kong=http://127.0.0.1:8000/v1#4711}, the last being the number of its process.
   *
   * @param key what it wants of its callers
   * @throws IllegalArgumentException if it is of another form, or there is no such process
   */
  static Foreign parse(String said, Optional<String> key) {
    Matcher form = FORM.matcher(said);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + said + "' is not a gateway; write NAME=URL or NAME=URL#PID, the URL with its /v1");
    }
    Headers headers =
        key.map(secret -> Headers.of("authorization", "Bearer " + secret)).orElse(Headers.none());
    return new Foreign(
        form.group(1),
        new Destination(URI.create(form.group(2)), headers),
        Optional.ofNullable(form.group(3)).map(Foreign::process));
  }

  private static ProcessTree process(String id) {
    return ProcessHandle.of(Long.parseLong(id))
        .map(ProcessTree::new)
        .orElseThrow(() -> new IllegalArgumentException("there is no process " + id));
  }

  @Override
  public boolean isPeer() {
    return true;
  }

  @Override
  public Foreign awaitAnswer() throws TargetUnavailableException, InterruptedException {
    Measured answer = ask();
    if (answer.answers() == 0) {
      throw new TargetUnavailableException(
          name
              + " at "
              + destination.url()
              + " gives no right answer: "
              + answer.mistakes().getFirst());
    }
    return this;
  }

  /** It stays its owner's. */
  @Override
  public void close() {}
}
