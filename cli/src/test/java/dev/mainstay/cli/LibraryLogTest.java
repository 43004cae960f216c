package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.event.Level;

class LibraryLogTest {
  @Test
  void lineIsInTheFormOfTheGatewaysOwn() {
    LibraryLogger logger = new LibraryLogger("io.netty.channel.Loader");

    assertThat(logger.line(Level.WARN, "no library", null))
        .matches("\\d\\d:\\d\\d:\\d\\d WARN Loader - no library");
  }

  @Test
  void whatWasThrownFollowsIt() {
    LibraryLogger logger = new LibraryLogger("io.netty.channel.Loader");

    assertThat(logger.line(Level.ERROR, "no library", new IllegalStateException("broken")).lines())
        .element(1)
        .isEqualTo("java.lang.IllegalStateException: broken");
  }

  @Test
  void warningsAndWorseAreHeard() {
    Logger logger = new LibraryLog().getLoggerFactory().getLogger("io.netty.channel.Loader");

    assertThat(logger.isErrorEnabled()).isTrue();
    assertThat(logger.isWarnEnabled()).isTrue();
    assertThat(logger.isInfoEnabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.microsoft.aad.msal4j.ConfidentialClientApplication",
        "software.amazon.awssdk.auth.credentials",
        "io.temporal.internal.worker.Poller"
      })
  void thoseWhoseFailuresAreToldByCallsAreSilent(String name) {
    assertThat(new LibraryLog().getLoggerFactory().getLogger(name).isErrorEnabled()).isFalse();
  }
}
