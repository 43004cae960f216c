package dev.mainstay.cli;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import dev.mainstay.gateway.CertificateWatch;
import dev.mainstay.gateway.ConfigWatch;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.ConfigReader;
import dev.mainstay.gateway.config.ConfigReport;
import dev.mainstay.gateway.config.Environment;
import dev.mainstay.gateway.config.GatewayConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The gateway, until it is told to stop. */
@Command(
    name = "gateway",
    description = "Serves OpenAI's API, and passes its calls to the providers of a configuration.",
    footer = {
      "",
      "The configuration is the YAML that LiteLLM's users have. Without a master key",
      "only this machine may call. A call that failed or was retried is reported on",
      "standard error in one line. A changed configuration comes into force by itself,",
      "or at once on SIGHUP; one with errors does not. SIGTERM and Ctrl-C let calls in",
      "flight finish; a second Ctrl-C does not.",
      "",
      "Examples:",
      "  mainstay gateway --config config.yaml",
      "  mainstay gateway --config config.yaml --host 0.0.0.0 --port 8080",
      "  mainstay gateway --config config.yaml --ssl-certfile cert.pem \\",
      "    --ssl-keyfile key.pem"
    })
final class GatewayCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; 'mainstay check FILE' checks it.")
  private @Nullable Path config;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --config FILE.")
  private @Nullable Path file;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on, instead of the configuration's.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on, instead of the configuration's; 4000 by default.")
  private @Nullable Integer port;

  @Mixin private TlsOptions tls;

  @Mixin private CommonOptions common;

  GatewayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Supplier<ConfigReport> reading =
        new ConfigReader(Environment.of(terminal.environment())).repeatedly(configuration());
    ConfigReport report = report(reading.get());
    GatewayConfig settings = settings(report);
    StopSignal stop = StopSignal.install();
    try (Gateway gateway = start(settings)) {
      Reloading reloading = new Reloading(terminal.err());
      reloading.begin(
          new ConfigWatch(gateway, report, () -> report(reading.get()), reloading),
          new CertificateWatch(gateway, reloading));
      Greeting.of(settings, gateway.port()).print(terminal.out());
      int code = stop.await();
      terminal
          .err()
          .println("mainstay: stopping; calls in flight may finish, Ctrl-C ends them at once");
      return code;
    }
  }

  private Path configuration() {
    if (config != null && file != null) {
      throw CliException.usage("there are two configurations; give one FILE");
    }
    return Optional.ofNullable(config)
        .or(() -> Optional.ofNullable(file))
        .orElseThrow(() ->
            CliException.usage("there is no configuration; write mainstay gateway --config FILE"));
  }

  /** The gateway, listening; its log goes to standard error. */
  Gateway start(GatewayConfig settings) {
    try {
      return Gateway.start(settings, new CallLog(terminal.err(), Clock::now, this::isWorthALine));
    } catch (IOException e) {
      throw Port.unavailable(settings.host(), settings.port(), e);
    } catch (IllegalArgumentException e) {
      throw CliException.failure(configuration() + ": " + e.getMessage(), e);
    }
  }

  private boolean isWorthALine(CallMetadata story) {
    return story.retryCount() > 0 || common.isVerbose();
  }

  /** What the file says, as it was {@code read}, with the options' wishes. */
  private ConfigReport report(ConfigReport read) {
    return new ConfigReport(read.file(), read.config().map(this::withOptions), read.problems());
  }

  /** The settings in {@code report}, whose problems are told. */
  GatewayConfig settings(ConfigReport report) {
    Screen err = terminal.err();
    report.problems().forEach(problem -> err.println(ProblemLine.on(err, problem)));
    return report
        .config()
        .orElseThrow(
            () -> CliException.failure("the gateway cannot start with this configuration"));
  }

  private GatewayConfig withOptions(GatewayConfig settings) {
    if (port != null) {
      Port.require(port);
    }
    try {
      GatewayConfig hosted = host == null ? settings : settings.withHost(host);
      GatewayConfig ported = port == null ? hosted : hosted.withPort(port);
      return tls.applyTo(ported, terminal.environment());
    } catch (IllegalArgumentException e) {
      throw CliException.failure(String.valueOf(e.getMessage()), e);
    }
  }
}
