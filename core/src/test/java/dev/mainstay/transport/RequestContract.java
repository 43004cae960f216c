package dev.mainstay.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent. */
abstract class RequestContract extends WithTransport {
  @Test
  void requestComesWhole() throws Exception {
    try (RawServer server = RawServer.start(c -> c.answer(c.read().text()))) {
      Headers headers = Headers.of("X-One", "1", "X-Two", "a b", "X-Two", "c");
      HttpCall call =
          new HttpCall("POST", server.uri("/v1/chat?x=1&y=%20"), headers, utf8("{\"ü\":1}"), AMPLE);

      assertThat(fetch(call)).isEqualTo("{\"ü\":1}");

      RawServer.Request request = server.requests().getFirst();
      assertThat(request.line()).isEqualTo("POST /v1/chat?x=1&y=%20 HTTP/1.1");
      assertThat(request.headers().all("x-one")).containsExactly("1");
      assertThat(request.headers().all("x-two")).containsExactly("a b", "c");
      assertThat(request.headers().all("host")).containsExactly("127.0.0.1:" + server.port());
      assertThat(request.headers().all("content-length")).containsExactly("8");
    }
  }

  @Test
  void nothingIsAskedForThatTheCallerDidNotAskFor() throws Exception {
    try (RawServer server = RawServer.start(c -> c.answer(c.read().text()))) {
      fetch(post(server.uri("/")));

      Headers headers = server.requests().getFirst().headers();
      assertThat(headers.first("accept-encoding")).isEmpty();
      assertThat(headers.first("expect")).isEmpty();
      assertThat(headers.first("upgrade")).isEmpty();
    }
  }

  // SEMANTICS 7.5: it would show the key to whomever the answer names.
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectIsNotFollowed(int status) throws Exception {
    RawServer.Script redirects =
        c -> {
          c.read();
          c.write(
              "HTTP/1.1 " + status + " Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
        };
    try (RawServer server = RawServer.start(redirects);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      assertThat(exchange.head().status()).isEqualTo(status);
      assertThat(exchange.body().readAllBytes()).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void getHasNoBody() throws Exception {
    try (RawServer server = RawServer.start(c -> c.answer(c.read().text() + "none"))) {
      HttpCall call =
          new HttpCall("GET", server.uri("/v1/models"), Headers.none(), new byte[0], AMPLE);

      assertThat(fetch(call)).isEqualTo("none");

      assertThat(server.requests().getFirst().line()).isEqualTo("GET /v1/models HTTP/1.1");
      assertThat(server.requests().getFirst().headers().first("transfer-encoding")).isEmpty();
    }
  }

  @Test
  void largeBodiesPassInBothDirections() throws Exception {
    String large = "0123456789abcdef".repeat(400_000);
    try (RawServer server = RawServer.start(c -> c.answer(c.read().text()))) {
      assertThat(fetch(post(server.uri("/"), large))).isEqualTo(large);
    }
  }

  @Test
  void nothingIsSentBeforeTheHeadIsAskedFor() throws Exception {
    try (RawServer server = RawServer.answering(ok("x"))) {
      transport.open(post(server.uri("/first"))).close();

      fetch(post(server.uri("/second")));

      assertThat(server.requests())
          .extracting(RawServer.Request::line)
          .containsExactly("POST /second HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer sk-secret\n",
        "Bearer sk-secret\r\nX: 1",
        "Bearer sk-secret\0",
        "sk-secret…"
      })
  void illegalHeaderValueIsABadRequestThatDoesNotShowIt(String value) {
    try (RawServer server = RawServer.answering(ok("x"))) {
      HttpCall call =
          new HttpCall(
              "POST", server.uri("/"), Headers.of("Authorization", value), utf8("{}"), AMPLE);

      TransportException thrown = headFailure(call);

      assertThat(thrown.failure()).isInstanceOf(Failure.BadRequest.class);
      assertThat(thrown).hasMessageContaining("Authorization").hasMessageNotContaining("secret");
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host", "content-length", "Transfer-Encoding", "Connection", "a b", "", "ü"})
  void headerThatIsNoneOrTheTransportsOwnIsABadRequest(String name) {
    URI uri = URI.create("http://127.0.0.1:1/");

    TransportException thrown =
        headFailure(new HttpCall("POST", uri, Headers.of(name, "1"), utf8("{}"), AMPLE));

    assertThat(thrown.failure()).isInstanceOf(Failure.BadRequest.class);
    assertThat(thrown).hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://localhost/", "http:///v1", "localhost:80"})
  void impossibleEndpointIsABadRequest(String uri) {
    assertThat(headFailure(post(URI.create(uri))).failure()).isInstanceOf(Failure.BadRequest.class);
  }
}
