package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.gateway.CertificateWatch;
import dev.mainstay.gateway.ConfigWatch;
import dev.mainstay.gateway.config.ConfigReport;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.List;

/**
 * Has a gateway follow its configuration and its certificate: looked at every two seconds, and at
 * once on SIGHUP.
 */
final class Reloading implements ConfigWatch.ReloadListener, CertificateWatch.RenewalListener {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Screen err;

  Reloading(Screen err) {
    this.err = err;
  }

  /** Begins to look, for as long as the process lives. */
  void begin(ConfigWatch config, CertificateWatch certificate) {
    Runnable look = () -> look(config, certificate);
    Thread.ofVirtual().name("mainstay-config").start(() -> follow(look));
    Signals.on("HUP", number -> Thread.startVirtualThread(look));
  }

  private static void follow(Runnable look) {
    while (!Thread.currentThread().isInterrupted()) {
      TimeSource.system().park(INTERVAL);
      look.run();
    }
  }

  // Whatever is wrong with a file, the gateway goes on.
  private void look(ConfigWatch config, CertificateWatch certificate) {
    tell("the certificate", certificate::look);
    tell("the configuration", config::look);
  }

  private void tell(String what, Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      err.println("mainstay: " + what + " cannot be read again: " + e.getMessage());
    }
  }

  @Override
  public void reloaded(ConfigReport report, List<String> takesRestart) {
    printProblems(report);
    err.println("mainstay: " + report.file() + " has changed and is in force");
    if (!takesRestart.isEmpty()) {
      err.println(
          "mainstay: but "
              + String.join(" and ", takesRestart)
              + " stay as they are until a restart");
    }
  }

  @Override
  public void refused(ConfigReport report, String why) {
    printProblems(report);
    String reason = why.isEmpty() ? "" : ": " + why;
    err.println(
        "mainstay: "
            + report.file()
            + " has changed but cannot work, so the old one stays in force"
            + reason);
  }

  @Override
  public void renewed() {
    err.println("mainstay: the certificate has changed and is in force for new connections");
  }

  @Override
  public void refused(String why) {
    err.println(
        "mainstay: the certificate has changed but cannot be used, so the old one stays in force: "
            + why);
  }

  private void printProblems(ConfigReport report) {
    report.problems().forEach(problem -> err.println(ProblemLine.on(err, problem)));
  }
}
