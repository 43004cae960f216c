package dev.mainstay.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.benchmarks.mock.MockProvider;
import dev.mainstay.benchmarks.mock.Workload;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class LoaderTest {
  static final Workload[] QUICK = {
    Workload.PLAIN_2K, Workload.PLAIN_20K, Workload.PLAIN_200K, Workload.STREAM_UNPACED
  };

  @ParameterizedTest
  @FieldSource("QUICK")
  void everyAnswerIsCountedOnce(Workload workload) throws InterruptedException {
    try (MockProvider provider = MockProvider.start(0)) {
      Measured result =
          new Loader(Destination.of(provider.url()), workload, 4).closed(Duration.ZERO);

      assertThat(result.mistakes()).isEmpty();
      assertThat(result.answers()).isEqualTo(4);
      assertThat(result.chunks()).isEqualTo(4L * workload.chunks());
    }
  }

  @Test
  void openLoopSendsAsManyAsItsRateSays() throws InterruptedException {
    try (MockProvider provider = MockProvider.start(0)) {
      Loader loader = new Loader(Destination.of(provider.url()), Workload.PLAIN_2K, 4);

      Measured result = loader.open(1000, Duration.ofMillis(100));

      assertThat(result.mistakes()).isEmpty();
      assertThat(result.answers()).isEqualTo(100);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 500 Oops\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{\"choices\":[]}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\ndata:",
        "HTTP/1.1 200 OK\r\n\r\n",
        "nonsense\r\n\r\n",
        ""
      })
  void whatIsNotTheWholeAnswerIsAMistake(String answer) throws Exception {
    assertThat(mistakes(Workload.PLAIN_2K, answer)).isOne();
  }

  @Test
  void streamWithoutItsEndIsAMistake() throws Exception {
    String whole = stream();
    String cut = whole.replace("e\r\ndata: [DONE]\n\n\r\n", "");
    assertThat(cut).isNotEqualTo(whole);

    assertThat(mistakes(Workload.STREAM_UNPACED, whole)).isZero();
    assertThat(mistakes(Workload.STREAM_UNPACED, cut)).isOne();
  }

  @Test
  void streamThatLacksAWordOrHasOneTwiceIsAMistake() throws Exception {
    String whole = stream();

    assertThat(mistakes(Workload.STREAM_UNPACED, whole.replace(" word17\"", " word18\""))).isOne();
    assertThat(mistakes(Workload.STREAM_UNPACED, whole.replace(" word17\"", " word1\" "))).isOne();
  }

  private static String stream() {
    StringBuilder stream = new StringBuilder();
    for (byte[] write : Workload.STREAM_UNPACED.writes()) {
      stream.append(new String(write, StandardCharsets.US_ASCII));
    }
    return stream.toString();
  }

  private static int mistakes(Workload workload, String answer) throws Exception {
    try (OneAnswer server = new OneAnswer(answer)) {
      Measured result = new Loader(Destination.of(server.url()), workload, 1).closed(Duration.ZERO);
      assertThat(result.answers() + result.mistakes().size()).isOne();
      return result.mistakes().size();
    }
  }

  /** Reads a request, answers with the given bytes and closes. */
  private static final class OneAnswer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    OneAnswer(String answer) throws IOException {
      Thread.ofVirtual().start(() -> serve(answer));
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    private void serve(String answer) {
      try (Socket caller = server.accept();
          InputStream in = new BufferedInputStream(caller.getInputStream());
          OutputStream out = caller.getOutputStream()) {
        in.readNBytes(length(in));
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The length of the body, whose head is read. */
    private static int length(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.read());
      }
      String name = "content-length: ";
      int at = head.toString().toLowerCase(Locale.ROOT).indexOf(name) + name.length();
      return Integer.parseInt(head.substring(at, head.indexOf("\r", at)));
    }

    @Override
    public void close() throws Exception {
      server.close();
    }
  }
}
