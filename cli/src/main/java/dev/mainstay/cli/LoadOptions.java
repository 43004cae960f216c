package dev.mainstay.cli;

import dev.mainstay.cli.load.LoadPlan;
import dev.mainstay.cli.load.LoadPlan.Asking;
import dev.mainstay.transport.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a load is to be, as it is said on the command line. */
final class LoadOptions {
  private static final Pattern WORDS = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~\\w-]+):[ \t]*([\\x20-\\x7e]*?)[ \t]*");
  private static final int MOST_USERS = 100_000;
  private static final int MOST_MESSAGES = 10_000_000;
  private static final int USUAL_MESSAGES = 10;
  private static final double MOST_RATE = 100_000;
  private static final double MOST_SECONDS = 7 * 24 * 3600;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME",
      description = "The model to ask for; by default the first that the endpoint lists.")
  @Nullable String model;

  @Option(
      names = "--header",
      paramLabel = "HEADER",
      description = "A header for each request, as in 'x-team: blue'; may be repeated.")
  private List<String> headers = List.of();

  @Option(
      names = "--users",
      paramLabel = "COUNT",
      description = "How many users ask; 10 by default. Each has a name in 'user'.")
  private int users = 10;

  @Option(
      names = "--messages",
      paramLabel = "COUNT",
      description = "How many messages each sends; 10 by default, unlimited with --duration.")
  private @Nullable Integer messages;

  @Option(
      names = "--parallel",
      paramLabel = "COUNT",
      description = "How many messages a user has under way at once; 1 by default.")
  private int parallel = 1;

  @Option(
      names = "--think",
      paramLabel = "SECONDS",
      description = "How long a user waits after an answer; 0 by default.")
  private double think;

  @Option(
      names = "--rate",
      paramLabel = "NUMBER",
      description =
          "Messages per second of all users together, by the clock, whatever becomes of earlier"
              + " ones. Without it each user waits for its answers.")
  private @Nullable Double rate;

  @Option(
      names = "--ramp",
      paramLabel = "SECONDS",
      description = "How long until all users, or the full rate, are reached; 0 by default.")
  private double ramp;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "Stop sending after this time; no end by default.")
  private double duration;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long one answer may take; 600 by default.")
  private double timeout = 600;

  @Option(
      names = "--streamed",
      paramLabel = "PERCENT",
      description = "How many of a hundred answers are streamed; 50 by default.")
  private double streamed = 50;

  @Option(
      names = "--words",
      paramLabel = "COUNT",
      description = "How long prompts are, in words: 200, or 50-400; 20 by default.")
  private String words = "20";

  @Option(
      names = "--max-tokens",
      paramLabel = "COUNT",
      description = "How long answers may be; left to the model by default.")
  private int maxTokens;

  /**
   * The plan of a load on {@code url} with {@code key}, whose model is still to be found where none
   * was said.
   */
  LoadPlan plan(String url, String key) {
    require(users, 1, MOST_USERS, "--users");
    require(parallel, 1, MOST_MESSAGES, "--parallel");
    require(maxTokens, 0, MOST_MESSAGES, "--max-tokens");
    if (messages != null) {
      require(messages, 1, MOST_MESSAGES, "--messages");
    }
    if (rate != null && !(rate > 0 && rate <= MOST_RATE)) {
      throw CliException.usage("--rate is " + rate + "; use a number above 0, up to 100000");
    }
    if (rate != null && (think > 0 || parallel > 1)) {
      throw CliException.usage(
          "--rate sends by the clock, so --think and --parallel mean nothing; leave them out");
    }
    LoadPlan plan = plan(url).withKey(key);
    for (String header : headers) {
      Matcher form = HEADER.matcher(header);
      if (!form.matches()) {
        throw CliException.usage("--header is '" + header + "'; write NAME: VALUE");
      }
      plan = plan.withHeader(form.group(1), form.group(2));
    }
    return plan;
  }

  private LoadPlan plan(String url) {
    return new LoadPlan(
        endpoint(url),
        Headers.none(),
        asking(),
        users,
        messages(),
        parallel,
        seconds(think, "--think"),
        rate == null ? 0 : rate,
        seconds(ramp, "--ramp"),
        seconds(duration, "--duration"),
        positive(timeout, "--timeout"));
  }

  private int messages() {
    if (messages != null) {
      return messages;
    }
    return duration > 0 ? MOST_MESSAGES : USUAL_MESSAGES;
  }

  private Asking asking() {
    if (!(streamed >= 0 && streamed <= 100)) {
      throw CliException.usage("--streamed is " + streamed + "; use 0 to 100 (percent)");
    }
    Matcher form = WORDS.matcher(words);
    if (!form.matches()) {
      throw CliException.usage("--words is '" + words + "'; write a number or two, as in 50-400");
    }
    int least = Integer.parseInt(form.group(1));
    int most = form.group(2) == null ? least : Integer.parseInt(form.group(2));
    if (most < least) {
      throw CliException.usage("--words is '" + words + "'; write the smaller number first");
    }
    return new Asking(
        model == null ? "" : model, streamed / 100, least, most, maxTokens, Optional.empty());
  }

  private static URI endpoint(String url) {
    return HttpAddress.of(url)
        .orElseThrow(() ->
            CliException.usage(
                "'"
                    + url
                    + "' is not an endpoint; write its base, as in http://127.0.0.1:4000/v1"));
  }

  private static void require(int value, int least, int most, String option) {
    if (value < least || value > most) {
      throw CliException.usage(option + " is " + value + "; use " + least + " to " + most);
    }
  }

  private static Duration positive(double seconds, String option) {
    if (seconds == 0) {
      throw CliException.usage(option + " is 0; use a number of seconds above 0");
    }
    return seconds(seconds, option);
  }

  private static Duration seconds(double seconds, String option) {
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw CliException.usage(
          option + " is " + seconds + "; use a number of seconds, 0 to " + (long) MOST_SECONDS);
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
