package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 6.6: no end of a stream that is not whole can be taken for the end of one that is. */
@Execution(ExecutionMode.CONCURRENT)
class BreakOffTest extends ServerTest {
  private static final String TO_HTTP_10 = "GET / HTTP/1.0\r\n\r\n";

  @Test
  void streamThatIsBrokenOffIsReadWholeAndHasNoLastChunk() throws Exception {
    String text = "x".repeat(5_000_000);
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, TEXT);
      stream.write(utf8(text));
      stream.breakOff();
    });

    try (RawClient client = client(16 * 1024)) {
      client.get("/").get("/next").readHead();

      StringBuilder came = new StringBuilder();
      assertThatThrownBy(
              () -> {
                while (true) {
                  came.append(client.readChunk());
                }
              })
          .isInstanceOf(EOFException.class);
      assertThat(came.toString()).isEqualTo(text);
    }
  }

  @Test
  void callerOfHttp10IsResetAfterItHadTheTimeToRead() throws Exception {
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, TEXT);
      stream.write(utf8("the error"));
      stream.breakOff();
    });

    try (RawClient client = client()) {
      client.send(TO_HTTP_10).readHead();
      long start = System.nanoTime();

      assertThat(client.readNBytes(9)).isEqualTo(9);
      assertThatThrownBy(client::isAtEnd).isInstanceOf(SocketException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void streamThatItsHandlerLeavesUnfinishedIsResetForACallerOfHttp10(boolean throwing)
      throws Exception {
    serve((request, response) -> {
      response.begin(200, TEXT).write(utf8("a part"));
      if (throwing) {
        throw new IOException("broken");
      }
    });

    try (RawClient client = client()) {
      assertThatThrownBy(() -> client.send(TO_HTTP_10).readRest())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void streamThatIsCutOffByTheStopIsResetForACallerOfHttp10() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    serve((request, response) -> {
      response.begin(200, TEXT).write(utf8("a part"));
      never.await();
    });

    try (RawClient client = client()) {
      client.send(TO_HTTP_10).readHead();
      server().close();

      assertThatThrownBy(client::readRest).isInstanceOf(SocketException.class);
      never.countDown();
    }
  }

  @Test
  void streamThatIsWholeEndsCleanlyForACallerOfHttp10() throws Exception {
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, TEXT);
      stream.write(utf8("all of it"));
      stream.finish();
    });

    try (RawClient client = client()) {
      assertThat(client.send(TO_HTTP_10).read().body()).isEqualTo("all of it");
    }
  }
}
