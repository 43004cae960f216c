package dev.mainstay.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class LoadTest {
  static final Workload[] QUICK = {
    Workload.PLAIN_2K, Workload.PLAIN_20K, Workload.PLAIN_200K, Workload.STREAM_UNPACED
  };

  @ParameterizedTest
  @FieldSource("QUICK")
  void everyAnswerIsCountedOnce(Workload workload) {
    try (MockProvider provider = MockProvider.start(0);
        Load load = Load.connect(provider.address(), workload, 4)) {
      LoadResult result = load.closed(Duration.ZERO);

      assertThat(result.mistakes()).isEmpty();
      assertThat(result.answers()).isEqualTo(4);
      assertThat(result.chunks()).isEqualTo(4L * workload.chunks());
      assertThat(load.answersUnderWay()).isZero();
    }
  }

  @Test
  void openLoopSendsAsManyAsItsRateSays() {
    try (MockProvider provider = MockProvider.start(0);
        Load load = Load.connect(provider.address(), Workload.PLAIN_2K, 4)) {
      LoadResult result = load.open(1000, Duration.ofMillis(100));

      assertThat(result.mistakes()).isEmpty();
      assertThat(result.answers()).isEqualTo(100);
    }
  }

  @Test
  void openLoopCountsTheTimeARequestWaitedForAConnection() throws Exception {
    try (MockProvider provider = MockProvider.start(0);
        Load load = Load.connect(provider.address(), Workload.PLAIN_2K, 1)) {
      LoadResult result = load.open(500_000, Duration.ofMillis(1));

      assertThat(result.answers()).isEqualTo(500);
      // One after the other they would take no longer than the whole run.
      double sum = result.latencies().getMean() * result.answers();
      assertThat(sum).isGreaterThan(10.0 * result.elapsed().toNanos());
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
    try (OneAnswer server = new OneAnswer(Workload.PLAIN_2K, answer);
        Load load = Load.connect(server.address(), Workload.PLAIN_2K, 1)) {
      LoadResult result = load.closed(Duration.ZERO);

      assertThat(result.answers()).isZero();
      assertThat(result.mistakes()).hasSize(1);
    }
  }

  @Test
  void streamWithoutItsEndIsAMistake() throws Exception {
    String whole = stream();
    String cut = whole.replace("e\r\ndata: [DONE]\n\n\r\n", "");
    assertThat(cut).isNotEqualTo(whole);

    assertThat(mistakes(whole)).isZero();
    assertThat(mistakes(cut)).isOne();
  }

  @Test
  void streamThatLacksAWordOrHasOneTwiceIsAMistake() throws Exception {
    String whole = stream();

    assertThat(mistakes(whole.replace(" word17\"", " word18\""))).isOne();
    assertThat(mistakes(whole.replace(" word17\"", " word1\" "))).isOne();
  }

  @Test
  void departureWhileTheProviderIsSilentIsSeen() throws Exception {
    try (MockProvider provider = MockProvider.start(0)) {
      try (Socket caller = new Socket()) {
        caller.connect(provider.address());
        caller.getOutputStream().write(Script.request(Workload.SILENT, "mock"));
        assertThat(provider.awaitSilence()).isTrue();
      }
      long closed = System.nanoTime();

      assertThat(provider.awaitDeparture(5))
          .isBetween(closed - 1_000_000_000, closed + 1_000_000_000);
    }
  }

  private static String stream() {
    StringBuilder stream = new StringBuilder();
    for (byte[] write : Script.writes(Workload.STREAM_UNPACED)) {
      stream.append(new String(write, StandardCharsets.US_ASCII));
    }
    return stream.toString();
  }

  private static int mistakes(String answer) throws Exception {
    try (OneAnswer server = new OneAnswer(Workload.STREAM_UNPACED, answer);
        Load load = Load.connect(server.address(), Workload.STREAM_UNPACED, 1)) {
      LoadResult result = load.closed(Duration.ZERO);
      assertThat(result.answers() + result.mistakes().size()).isOne();
      return result.mistakes().size();
    }
  }

  /** Reads a request, answers with the given bytes and closes. */
  private static final class OneAnswer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    OneAnswer(Workload workload, String answer) throws Exception {
      Thread.ofVirtual().start(() -> serve(workload, answer));
    }

    InetSocketAddress address() {
      return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void serve(Workload workload, String answer) {
      try (Socket caller = server.accept();
          InputStream in = caller.getInputStream();
          OutputStream out = caller.getOutputStream()) {
        in.readNBytes(Script.request(workload, "localhost:" + server.getLocalPort()).length);
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws Exception {
      server.close();
    }
  }
}
