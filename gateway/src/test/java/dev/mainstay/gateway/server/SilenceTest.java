package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.transport.RealTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** SEMANTICS 6.4: silences of a stream are filled, between pieces and never inside one. */
@Execution(ExecutionMode.CONCURRENT)
class SilenceTest extends ServerTest {
  private static final String FILLER = ": still here\n\n";
  private static final int SMALL_WINDOW = 16 * 1024;

  @Test
  void everySilenceIsFilledUntilTheNextPiece() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    serve(
        silence(Duration.ofMillis(40)),
        (request, response) -> {
          ResponseStream stream = begin(response);
          stream.write(utf8("one\n\n"));
          heard.await();
          stream.write(utf8("two\n\n"));
          stream.finish();
        });

    try (RawClient client = client()) {
      client.get("/").readHead();

      assertThat(client.readChunk()).isEqualTo("one\n\n");
      assertThat(client.readChunk()).isEqualTo(FILLER);
      assertThat(client.readChunk()).isEqualTo(FILLER);
      heard.countDown();
      assertThat(chunksButFillers(client)).containsExactly("two\n\n");
    }
  }

  @Test
  void nothingIsFilledBeforeTheFirstPieceNorAfterTheEnd() throws Exception {
    serve(
        silence(Duration.ofMillis(10)),
        (request, response) -> {
          ResponseStream stream = begin(response);
          RealTime.pass(Duration.ofMillis(150));
          stream.write(utf8("one\n\n"));
          stream.finish();
        });

    try (RawClient client = client()) {
      assertThat(client.get("/").read().body()).startsWith("one\n\n");
      RealTime.pass(Duration.ofMillis(150));
      RawClient.Reply next = client.get("/").read();

      assertThat(next.status()).isEqualTo(200);
      assertThat(next.body()).startsWith("one\n\n");
    }
  }

  @Test
  void streamWithoutAFillerIsSilent() throws Exception {
    serve(
        silence(Duration.ofMillis(10)),
        (request, response) -> {
          ResponseStream stream = response.begin(200, TEXT);
          stream.write(utf8("one"));
          RealTime.pass(Duration.ofMillis(150));
          stream.write(utf8("two"));
          stream.finish();
        });

    try (RawClient client = client()) {
      assertThat(client.get("/").read().body()).isEqualTo("onetwo");
    }
  }

  // A piece of 3 MB leaves in many chunks, between which it waits for its reader.
  @Test
  void nothingEverStandsInsideAPiece() throws Exception {
    String piece = "x".repeat(3_000_000) + "\n\n";
    serve(
        silence(Duration.ofMillis(1)),
        (request, response) -> {
          ResponseStream stream = begin(response);
          for (int i = 0; i < 20; i++) {
            stream.write(utf8(piece));
            RealTime.pass(Duration.ofMillis(5 + i % 8));
          }
          stream.finish();
        });

    try (RawClient client = client(SMALL_WINDOW)) {
      String body = client.get("/").read().body();

      List<String> pieces = Arrays.asList(body.split("\n\n"));
      assertThat(pieces).contains(FILLER.strip());
      assertThat(pieces.stream().filter(p -> !p.equals(FILLER.strip())))
          .hasSize(20)
          .containsOnly(piece.strip());
    }
  }

  @Test
  void readerWhoHasYetToTakeWhatIsThereIsNotSentMore() throws Exception {
    AtomicLong written = new AtomicLong();
    serve(
        silence(Duration.ofMillis(1)),
        (request, response) -> {
          ResponseStream stream = begin(response);
          byte[] piece = utf8("x".repeat(9_998) + "\n\n");
          for (int i = 0; i < 2_000; i++) {
            stream.write(piece);
            written.addAndGet(piece.length);
          }
          stream.finish();
        });

    try (RawClient client = client(SMALL_WINDOW)) {
      client.get("/").readHead();
      RealTime.pass(Duration.ofMillis(500));
      long blockedAt = written.get();

      assertThat(blockedAt).isLessThan(20_000_000);
      List<String> chunks = allChunks(client);
      assertThat(chunks.stream().filter(FILLER::equals).count()).isLessThan(100);
      assertThat(chunks.stream().filter(c -> !c.equals(FILLER))).hasSize(2_000);
    }
  }

  private static ServerOptions silence(Duration silence) {
    return limited(limits -> limits.withKeepAliveInterval(silence));
  }

  private static ResponseStream begin(ServerResponse response) {
    ResponseStream stream = response.begin(200, TEXT);
    stream.fillSilence(utf8(FILLER));
    return stream;
  }

  private static List<String> chunksButFillers(RawClient client) throws IOException {
    return allChunks(client).stream().filter(chunk -> !chunk.equals(FILLER)).toList();
  }

  private static List<String> allChunks(RawClient client) throws IOException {
    List<String> chunks = new ArrayList<>();
    for (String chunk = client.readChunk(); !chunk.isEmpty(); chunk = client.readChunk()) {
      chunks.add(chunk);
    }
    return chunks;
  }
}
