package dev.mainstay.cli;

import dev.mainstay.cli.explain.Explain;
import dev.mainstay.cli.explain.Faults;
import dev.mainstay.cli.explain.LiveLimits;
import dev.mainstay.cli.explain.Question;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.gateway.config.ConfigReader;
import dev.mainstay.gateway.config.ConfigReport;
import dev.mainstay.gateway.config.Environment;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.Problem;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What would become of a call under a configuration. */
@Command(
    name = "explain",
    description = "Shows what a call would try, in which order and with which waits; calls nobody.",
    footer = {
      "",
      "Without --fail it shows whom a call asks first, and where it goes when everybody",
      "fails. KIND is a failure such as RateLimited, RateLimited:20 with the provider's",
      "hint in seconds, Truncated@output after a stream's first output, or ok. Several",
      "are for the first attempt, the second and so on, and the last for all after it.",
      "TARGET=KIND is for one deployment or group; the others then answer. TimedOut is",
      "a provider that says nothing until a timer ends it. No key needs to be set.",
      "",
      "Examples:",
      "  mainstay explain config.yaml chat",
      "  mainstay explain config.yaml chat --fail RateLimited:20",
      "  mainstay explain config.yaml chat --fail TimedOut ok --stream",
      "  mainstay explain config.yaml chat --fail openai/gpt-4o=Overloaded --times 4",
      "  mainstay explain config.yaml chat --gateway http://127.0.0.1:4000"
    })
final class ExplainCommand implements Callable<Integer> {
  // Good for a key as well as for an address, and nobody can be reached there (RFC 6761).
  private static final String NOT_SET = "https://not-set.invalid/v1";
  private static final int MOST_TIMES = 100;

  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The configuration, as for 'mainstay gateway'.")
  private Path file;

  @Parameters(index = "1", paramLabel = "MODEL", description = "The model that callers ask for.")
  private String model;

  @Option(names = "--fail", arity = "1..*", paramLabel = "KIND", description = "How attempts fail.")
  private List<String> fail = List.of();

  @Option(names = "--stream", description = "A streamed call; a plain one by default.")
  private boolean streamed;

  @Option(
      names = "--times",
      paramLabel = "COUNT",
      description = "How many calls to make, one after the other, 1 to 100; 1 by default.")
  private int times = 1;

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      description = "A running gateway, which tells what it knows of limits now.")
  private @Nullable String gateway;

  @SuppressWarnings("UnusedVariable")
  @Mixin
  private CommonOptions common;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Faults faults = faults();
    Optional<URI> running = Optional.ofNullable(gateway).map(ExplainCommand::address);
    GatewayConfig config = config();
    try {
      Explain.on(
          terminal.out(),
          config,
          new Question(model, streamed, times),
          faults,
          String.join(" ", fail));
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
    if (running.isPresent()) {
      showLimits(config, running.get());
    }
    return ExitCode.OK;
  }

  private void showLimits(GatewayConfig config, URI running) throws InterruptedException {
    try (Transport transport = Transport.jdk()) {
      List<String> deployments = Explain.deployments(config, model);
      LiveLimits.show(terminal.out(), running, config.masterKey(), deployments, transport);
    } catch (IOException e) {
      throw CliException.failure(
          "the gateway at " + running + " does not tell its limits: " + e.getMessage(), e);
    }
  }

  private static URI address(String url) {
    return HttpAddress.of(url)
        .orElseThrow(() ->
            CliException.usage(
                "--gateway is '" + url + "'; write its address, as in http://127.0.0.1:4000"));
  }

  private Faults faults() {
    if (times < 1 || times > MOST_TIMES) {
      throw CliException.usage("--times is " + times + "; use 1 to " + MOST_TIMES);
    }
    try {
      Faults faults = Faults.parse(fail);
      if (faults.breakOff() && !streamed) {
        throw CliException.usage("only a stream can fail after output; add --stream");
      }
      return faults;
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
  }

  /** What the file says; where keys and addresses are not set here, as if they were. */
  private GatewayConfig config() {
    Environment environment = Environment.of(terminal.environment());
    ConfigReport here = new ConfigReader(environment).read(file);
    ConfigReport elsewhere = new ConfigReader(environment.withOthers(NOT_SET)).read(file);
    List<Problem> there = elsewhere.problems();
    long unset = here.problems().stream().filter(problem -> !there.contains(problem)).count();
    if (elsewhere.hasErrors() || unset == 0) {
      return tell(here.problems(), here);
    }
    note(unset);
    return tell(there, elsewhere);
  }

  private GatewayConfig tell(List<Problem> problems, ConfigReport report) {
    Screen err = terminal.err();
    problems.forEach(problem -> err.println(ProblemLine.on(err, problem)));
    return report
        .config()
        .orElseThrow(
            () -> CliException.failure("nothing can be explained with this configuration"));
  }

  private void note(long count) {
    Screen err = terminal.err();
    String what = count == 1 ? "1 key or address" : count + " keys and addresses";
    err.println(
        err.in(
            Tone.FAINT,
            "mainstay: explained as if "
                + what
                + " were set that 'mainstay check "
                + file
                + "' names"));
  }
}
