package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.transport.Headers.Field;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of what all requests say alike there is one text, however many calls wait. */
class KnownWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "Host",
        "content-type",
        "Content-Type",
        "Authorization",
        "User-Agent",
        "X-Stainless-Retry-Count"
      })
  void nameOfAHeaderIsKeptOnceForAllRequests(String name) {
    Field first = received(name, "application/json");

    Field second = received(name, "application/json");

    assertThat(second).isEqualTo(new Field(name, "application/json"));
    assertThat(second.name()).isSameAs(first.name());
    assertThat(second.value()).isSameAs(first.value());
  }

  @Test
  void whatIsNotKnownStaysAsItCame() {
    Field field = received("X-Team", "Bearer sk-of-nobody");

    assertThat(field.name()).isEqualTo("X-Team");
    assertThat(field.value()).isEqualTo("Bearer sk-of-nobody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/messages?beta=true"})
  void pathIsKeptOnceForAllRequests(String target) {
    assertThat(asked(target).path()).isSameAs(asked(target).path());
  }

  private static Field received(String name, String value) {
    return ReceivedHeaders.of(new DefaultHttpHeaders().add(copy(name), copy(value)))
        .entries()
        .getFirst();
  }

  private static RequestLine asked(String target) {
    return RequestLine.of(
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, copy(target)));
  }

  // As each request brings its own.
  private static String copy(String text) {
    return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
  }
}
