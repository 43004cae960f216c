package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.mainstay.Mainstay;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * However a file is broken: nothing is thrown, no secret shows, and what is accepted can be built.
 */
@Execution(ExecutionMode.CONCURRENT)
class MutationPropertyTest {
  private static final int FILES = 1_000;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void brokenFileThrowsNothingAndShowsNoSecret() {
    String text = withKeysInIt(RealLife.text(RealLife.MAIN));
    int accepted = 0;
    for (int seed = 0; seed < FILES; seed++) {
      String broken = new Mutation(new Random(seed)).of(text);
      ConfigReport report = read(seed, broken);
      requireNoSecret(seed, report);
      accepted += report.config().isPresent() ? 1 : 0;
    }

    assertThat(accepted).isBetween(FILES / 40, FILES * 39 / 40);
  }

  /** As careless people write it: the keys themselves in the file. */
  private static String withKeysInIt(String text) {
    String open = text;
    for (Map.Entry<String, String> variable : RealLife.VARIABLES.entrySet()) {
      open = open.replace("os.environ/" + variable.getKey(), variable.getValue());
    }
    return open;
  }

  private static ConfigReport read(int seed, String broken) {
    try {
      ConfigReport report = RealLife.report(broken);
      report
          .config()
          .ifPresent(config ->
              config
                  .apply(Mainstay.builder().transport(new RefusingTransport(List.of())))
                  .build()
                  .close());
      return report;
    } catch (RuntimeException | StackOverflowError e) {
      return fail("seed " + seed + "\n" + broken, e);
    }
  }

  private static void requireNoSecret(int seed, ConfigReport report) {
    List<String> said = report.lines();
    String all = String.join("\n", said) + report.config().map(GatewayConfig::toString).orElse("");
    for (String secret : RealLife.SECRETS) {
      assertThat(all).as("seed %d", seed).doesNotContain(secret);
    }
  }
}
