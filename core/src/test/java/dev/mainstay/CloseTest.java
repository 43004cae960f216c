package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.transport.ConnectionFailures;
import dev.mainstay.transport.RawServer;
import dev.mainstay.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SEMANTICS 5.3: a stream closed from another thread ends at once, also while its provider is
 * silent; and so do all calls of a library that is closed, whatever they wait for.
 */
@Timeout(20)
class CloseTest {
  private final Silent silent = new Silent();
  private final CountDownLatch waiting = new CountDownLatch(1);
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
          CompletableFuture.supplyAsync(
              () -> catchThrowable(() -> readAll(stream)), Thread::startVirtualThread);
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

  @Test
  void readerClosedAsAChunkArrivesLetsGoWithoutAnotherRead() throws Exception {
    Yielding yielding = new Yielding();
    try (Mainstay mainstay = mainstay((deployment, request, connect) -> yielding)) {
      ChatStream stream = mainstay.stream("silent/m", "Hello");
      stream.nextChunk();
      CompletableFuture<Optional<ChatChunk>> read =
          CompletableFuture.supplyAsync(stream::nextChunk, Thread::startVirtualThread);
      yielding.isRead.await();

      stream.close();

      assertThat(read.get()).isPresent();
      assertThat(yielding.closes).hasValue(1);
      assertThat(events.getLast()).isInstanceOf(CallEvent.CallFailed.class);
    }
  }

  @Test
  void streamClosedOnAnotherThreadIsToldToItsReaderNotHeldBackFromIt() throws Exception {
    try (Mainstay mainstay = mainstay((deployment, request, connect) -> silent)) {
      ChatStream stream = mainstay.stream("silent/m", "Hello");
      stream.nextChunk();

      CompletableFuture.runAsync(stream::close, Thread::startVirtualThread).get();

      assertCancelled(catchThrowable(stream::nextChunk));
      assertThat(silent.closes).hasValue(1);
    }
  }

  @Test
  void closingTheLibraryWakesItsReaders() throws Exception {
    Mainstay mainstay = mainstay((deployment, request, connect) -> silent);
    ChatStream stream = mainstay.stream("silent/m", "Hello");
    CompletableFuture<Throwable> read =
        CompletableFuture.supplyAsync(
            () -> catchThrowable(() -> readAll(stream)), Thread::startVirtualThread);
    silent.isRead.await();

    mainstay.close();

    assertCancelled(read.get());
    assertThat(silent.closes).hasValue(1);
  }

  @Test
  void closingTheLibraryWakesItsWaits() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Mainstay mainstay =
        mainstay((deployment, request, connect) -> {
          asked.incrementAndGet();
          return new Failing();
        });
    CompletableFuture<Throwable> call =
        CompletableFuture.supplyAsync(
            () -> catchThrowable(() -> mainstay.chat("silent/m", "Hello")),
            Thread::startVirtualThread);
    waiting.await();

    mainstay.close();

    assertCancelled(call.get());
    assertThat(asked).hasValue(1);
  }

  @Test
  void callsOfAClosedLibraryAskNobody() {
    AtomicInteger asked = new AtomicInteger();
    Mainstay mainstay =
        mainstay((deployment, request, connect) -> {
          asked.incrementAndGet();
          return silent;
        });

    mainstay.close();
    mainstay.close();

    assertCancelled(catchThrowable(() -> mainstay.chat("silent/m", "Hello")));
    assertCancelled(catchThrowable(() -> mainstay.stream("silent/m", "Hello")));
    assertThat(asked).hasValue(0);
  }

  @Test
  void closingTheLibraryEndsItsCallsOnATransportOfTheCallers() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CompletableFuture<Long> closed = new CompletableFuture<>();
    RawServer.Script silent =
        connection -> {
          connection.read();
          isAsked.countDown();
          closed.complete(connection.awaitClose());
        };
    try (RawServer server = RawServer.start(silent);
        Transport transport = Transport.jdk()) {
      Mainstay mainstay = over(transport, server);
      CompletableFuture<Throwable> call =
          CompletableFuture.supplyAsync(
              () -> catchThrowable(() -> mainstay.chat("chat", "Hello")),
              Thread::startVirtualThread);
      isAsked.await();

      mainstay.close();

      assertCancelled(call.get());
      assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void nothingIsRetriedOnAClosedTransport() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    RawServer.Script silent =
        connection -> {
          connection.read();
          isAsked.countDown();
          connection.awaitClose();
        };
    try (RawServer server = RawServer.start(silent);
        Transport transport = Transport.jdk();
        Mainstay mainstay = over(transport, server)) {
      CompletableFuture<Throwable> call =
          CompletableFuture.supplyAsync(
              () -> catchThrowable(() -> mainstay.chat("chat", "Hello")),
              Thread::startVirtualThread);
      isAsked.await();

      transport.close();

      assertThat(call.get())
          .isInstanceOfSatisfying(
              MainstayException.class,
              e -> {
                assertThat(e.failure()).isEqualTo(ConnectionFailures.transportClosed());
                assertThat(e.metadata().attempts()).hasSize(1);
              });
      assertThat(events).noneMatch(CallEvent.Waiting.class::isInstance);
    }
  }

  private Mainstay mainstay(Provider provider) {
    return Mainstay.builder()
        .provider("silent", provider)
        .listener(this::note)
        .environment(Map.of())
        .build();
  }

  private Mainstay over(Transport transport, RawServer server) {
    Deployment deployment =
        Deployment.of("openai/m").withEndpoint(server.uri("/v1")).withKey("sk-test");
    return Mainstay.builder()
        .group("chat", deployment, deployment)
        .transport(transport)
        .listener(this::note)
        .environment(Map.of())
        .build();
  }

  private void note(CallEvent event) {
    events.add(event);
    if (event instanceof CallEvent.Waiting) {
      waiting.countDown();
    }
  }

  private static void assertCancelled(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
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

  /** Says a word at once, and another as it is aborted: as if that had just come. */
  private static final class Yielding implements ProviderStream {
    final CountDownLatch isRead = new CountDownLatch(1);
    final AtomicInteger closes = new AtomicInteger();
    private final CompletableFuture<Failure> aborted = new CompletableFuture<>();
    private boolean spoke;

    @Override
    public Step next() {
      if (spoke) {
        isRead.countDown();
        aborted.join();
      }
      spoke = true;
      return new Next(ChatChunk.of(new TextDelta("Hi")));
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

  /** Asks to be left alone for long. */
  private static final class Failing implements ProviderStream {
    @Override
    public Step next() {
      return new Broken(
          new Failure.RateLimited(
              FailureDetail.of("slow down").withRetryAfter(Duration.ofSeconds(50))));
    }

    @Override
    public void abort(Failure cause) {}

    @Override
    public void close() {}
  }
}
