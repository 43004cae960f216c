package dev.mainstay.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCallTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "proxy-authorization",
        "keep-alive",
        "upgrade",
        "expect",
        "te",
        "trailer"
      })
  void headerThatIsTheTransportsCannotBeSetInAnyCase(String name) {
    assertThat(withHeader(name).defect()).contains("the header " + name + " cannot be set");
    assertThat(withHeader(name.toUpperCase(Locale.ROOT)).defect()).isPresent();
  }

  @Test
  void headerOfTheSameLengthAsOneOfThemCanBeSet() {
    assertThat(withHeader("x-hosting").defect()).isEmpty();
    assertThat(withHeader("link").defect()).isEmpty();
    assertThat(withHeader("User-Agent").defect()).isEmpty();
  }

  private static HttpCall withHeader(String name) {
    return new HttpCall(
        "POST",
        URI.create("https://host/v1"),
        Headers.of(name, "1"),
        new byte[0],
        Duration.ofSeconds(5));
  }
}
