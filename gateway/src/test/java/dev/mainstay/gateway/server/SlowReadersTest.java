package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mainstay.transport.RealTime;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that read slowly. */
@Isolated("It measures how soon, and how much memory.")
@Execution(ExecutionMode.CONCURRENT)
class SlowReadersTest extends ServerTest {
  private static final int SMALL_WINDOW = 16 * 1024;

  /** What {@code counter} says when it has not moved for a while. */
  private static long stillCount(AtomicLong counter) {
    long last = -1;
    while (last != counter.get()) {
      last = counter.get();
      RealTime.pass(Duration.ofMillis(300));
    }
    return last;
  }

  @Test
  void slowReaderStopsTheHandlerWithLittleInMemory() throws Exception {
    AtomicLong written = new AtomicLong();
    long before = directBytes();
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, TEXT);
      byte[] event = new byte[1_000_000];
      for (int i = 0; i < 200; i++) {
        stream.write(event);
        written.addAndGet(event.length);
      }
      stream.finish();
    });

    try (RawClient client = client(SMALL_WINDOW)) {
      client.get("/").readHead();

      assertThat(stillCount(written)).isLessThan(12_000_000);
      assertThat(directBytes() - before).isLessThan(8_000_000);
      long read = 0;
      for (String chunk = client.readChunk(); !chunk.isEmpty(); chunk = client.readChunk()) {
        read += chunk.length();
      }
      assertThat(read).isEqualTo(200_000_000);
    }
  }

  @Test
  void slowReaderOfAPlainAnswerStopsTheHandlerToo() throws Exception {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    long before = directBytes();
    serve((request, response) -> {
      response.send(200, TEXT, new byte[50_000_000]);
      sent.complete(null);
    });

    try (RawClient client = client(SMALL_WINDOW)) {
      client.get("/").readHead();
      RealTime.pass(Duration.ofMillis(300));

      assertThat(sent).isNotDone();
      assertThat(directBytes() - before).isLessThan(8_000_000);
      assertThat(client.readNBytes(50_000_000)).isEqualTo(50_000_000);
      assertThat(sent).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  @Test
  void handlerBlockedByASlowReaderWakesWhenTheCallerLeaves() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    AtomicLong written = new AtomicLong();
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, TEXT);
      thrown.complete(
          catchThrowable(() -> {
            while (true) {
              stream.write(new byte[10_000]);
              written.addAndGet(10_000);
            }
          }));
    });

    try (RawClient client = client(SMALL_WINDOW)) {
      client.get("/").readHead();
      stillCount(written);
    }

    assertThat(thrown.get()).isInstanceOf(CallerLeftException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readerThatTakesNothingIsCutOff(boolean plain) throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CompletableFuture<Void> told = new CompletableFuture<>();
    serve(
        limited(limits -> limits.withReaderTimeout(Duration.ofMillis(300))),
        (request, response) -> {
          request.onDisconnect(() -> told.complete(null));
          thrown.complete(
              catchThrowable(() -> {
                if (plain) {
                  response.send(200, TEXT, new byte[50_000_000]);
                }
                ResponseStream stream = response.begin(200, TEXT);
                while (true) {
                  stream.write(new byte[10_000]);
                }
              }));
        });

    try (RawClient client = client(SMALL_WINDOW)) {
      client.get("/").readHead();

      assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(CallerLeftException.class);
      assertThat(told).succeedsWithin(Duration.ofSeconds(20));
      assertThat(catchThrowable(client::readRest)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void readerThatTakesALittleNowAndThenIsNotCutOff() throws Exception {
    serve(
        limited(limits -> limits.withReaderTimeout(Duration.ofSeconds(2))),
        (request, response) -> response.send(200, TEXT, new byte[20_000_000]));

    try (RawClient client = client(SMALL_WINDOW)) {
      client.get("/").readHead();
      int taken = 0;
      for (int i = 0; i < 15; i++) {
        RealTime.pass(Duration.ofMillis(200));
        taken += client.readNBytes(500_000);
      }

      assertThat(taken).isEqualTo(7_500_000);
      assertThat(client.readNBytes(12_500_000)).isEqualTo(12_500_000);
    }
  }

  @Test
  void streamThatIsSilentIsNotCutOff() throws Exception {
    serve(
        limited(limits -> limits.withReaderTimeout(Duration.ofMillis(100))),
        (request, response) -> {
          ResponseStream stream = response.begin(200, TEXT);
          stream.write(utf8("one"));
          RealTime.pass(Duration.ofMillis(500));
          stream.write(utf8("two"));
          stream.finish();
        });

    try (RawClient client = client()) {
      assertThat(client.get("/").read().body()).isEqualTo("onetwo");
    }
  }

  private static long directBytes() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }
}
