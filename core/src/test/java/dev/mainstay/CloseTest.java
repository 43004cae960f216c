package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mainstay.event.CallEvent;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.MainstayException;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatStream;
import dev.mainstay.provider.ProviderStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SEMANTICS 5.3: a stream closed from another thread ends at once, also while its provider is
 * silent.
 */
@Timeout(20)
class CloseTest {
  private final Silent silent = new Silent();
  private final List<CallEvent> events = new CopyOnWriteArrayList<>();

  @Test
  void closingFromAnotherThreadWakesTheReader() throws Exception {
    try (Mainstay mainstay =
        Mainstay.builder()
            .provider("silent", (deployment, request, connect) -> silent)
            .listener(events::add)
            .environment(Map.of())
            .build()) {
      ChatStream stream = mainstay.stream("silent/m", "Hello");
      CompletableFuture<Throwable> read =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> readAll(stream)));
      silent.isRead.await();

      stream.close();

      assertThat(read.get())
          .isInstanceOfSatisfying(
              MainstayException.class,
              e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
      assertThat(silent.closes).hasValue(1);
      assertThat(events.getLast()).isInstanceOf(CallEvent.CallFailed.class);
      assertThat(events).filteredOn(CallEvent.AttemptFailed.class::isInstance).hasSize(1);
    }
  }

  private static void readAll(ChatStream stream) {
    stream.forEach(event -> {});
  }

  /** Says a word, then nothing until it is aborted; counts closes, and notices one under a read. */
  private static final class Silent implements ProviderStream {
    final CountDownLatch isRead = new CountDownLatch(1);
    final AtomicInteger closes = new AtomicInteger();
    private final CompletableFuture<Failure> aborted = new CompletableFuture<>();
    private boolean spoke;

    @Override
    public Step next() {
      if (!spoke) {
        spoke = true;
        return new Next(ChatChunk.of(new TextDelta("Hi")));
      }
      isRead.countDown();
      Failure cause = aborted.join();
      assertThat(closes).as("closes while a read is outstanding").hasValue(0);
      return new Broken(cause);
    }

    @Override
    public void abort(Failure cause) {
      aborted.complete(cause);
    }

    @Override
    public void close() {
      closes.incrementAndGet();
    }
  }
}
