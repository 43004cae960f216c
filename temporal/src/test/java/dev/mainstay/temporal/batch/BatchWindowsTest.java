package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.temporal.TemporalAddress;
import dev.mainstay.transport.Ports;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** DURABLE 2: windows of 1,000 lines. */
@Timeout(180)
class BatchWindowsTest {
  private static final int LINES = 1_001;

  @TempDir private Path folder;

  /** The next window's first line is read when all is told of the one before. */
  @Test
  void temporalThatGoesAwayBetweenTwoWindowsIsWaitedFor() throws IOException {
    int port = Ports.forLater();
    List<TestServer.PortBoundTestServer> servers = new CopyOnWriteArrayList<>();
    servers.add(TestServer.createPortBoundServer(port, true));
    AtomicInteger read = new AtomicInteger();
    Iterable<ChatRequest> requests =
        () ->
            IntStream.range(0, LINES)
                .peek(i -> {
                  // They are counted first.
                  if (i == LINES - 1 && read.getAndIncrement() == 1) {
                    servers.getFirst().close();
                  }
                })
                .mapToObj(i -> ChatRequest.of("chat", "question " + i))
                .iterator();
    try (Simulator provider = Simulator.start(Script.always(Answer.echo()));
        Mainstay mainstay = mainstay(provider)) {
      BatchProgress end =
          batch(mainstay, requests)
              .withTemporal(TemporalAddress.of("127.0.0.1:" + port))
              .withWatcher(progress -> {
                if (!progress.away().isZero() && servers.size() == 1) {
                  servers.add(TestServer.createPortBoundServer(port, true));
                }
              })
              .run();

      assertThat(servers).hasSize(2);
      assertThat(end.answered()).isEqualTo(LINES);
      assertThat(Files.readAllLines(output())).hasSize(LINES);
      assertThat(provider.requestCount()).isEqualTo(LINES);
    } finally {
      servers.getLast().close();
    }
  }

  /** Nobody waits for what only says that it has ended. */
  @Test
  void temporalThatGoesAwayOnceAllLinesAreThereIsNotWaitedFor() throws IOException {
    int port = Ports.forLater();
    List<TestServer.PortBoundTestServer> servers = new CopyOnWriteArrayList<>();
    servers.add(TestServer.createPortBoundServer(port, true));
    List<ChatRequest> requests =
        List.of(ChatRequest.of("chat", "one"), ChatRequest.of("chat", "two"));
    try (Simulator provider = Simulator.start(Script.always(Answer.echo()));
        Mainstay mainstay = mainstay(provider)) {
      BatchProgress end =
          batch(mainstay, requests)
              .withTemporal(TemporalAddress.of("127.0.0.1:" + port))
              .withWatcher(progress -> {
                if (progress.done() == 2 && progress.away().isZero()) {
                  servers.getFirst().close();
                } else if (progress.away().isPositive() && servers.size() == 1) {
                  // One that has forgotten the workflow.
                  servers.add(TestServer.createPortBoundServer(port, true));
                }
              })
              .run();

      assertThat(end.answered()).isEqualTo(2);
      assertThat(servers).hasSize(1);
      assertThat(provider.requestCount()).isEqualTo(2);
    } finally {
      servers.getLast().close();
    }
  }

  @Test
  void promptsThatAreMoreThanWereCountedAreCountedAnew() throws IOException {
    // It is opened, then counted: the third comes between.
    AtomicInteger opened = new AtomicInteger();
    Iterable<ChatRequest> growing =
        () ->
            IntStream.range(0, 3 - opened.getAndIncrement())
                .mapToObj(i -> ChatRequest.of("chat", "question " + i))
                .iterator();
    try (Simulator provider = Simulator.start(Script.always(Answer.echo()));
        Mainstay mainstay = mainstay(provider)) {
      BatchProgress end = batch(mainstay, growing).run();

      assertThat(end.done()).isEqualTo(3);
      assertThat(end.lines()).isEqualTo(3);
    }
  }

  private Path output() {
    return folder.resolve("answers.jsonl");
  }

  private Batch batch(Mainstay mainstay, Iterable<ChatRequest> requests) {
    return Batch.of(mainstay, requests, output());
  }

  private static Mainstay mainstay(Simulator provider) {
    return Mainstay.builder()
        .group("chat", Deployment.of("openai/m").withKey("sk-1").withEndpoint(provider.url()))
        .build();
  }
}
