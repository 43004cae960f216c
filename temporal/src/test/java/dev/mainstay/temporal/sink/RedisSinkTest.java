package dev.mainstay.temporal.sink;

import static dev.mainstay.transport.RealTime.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mainstay.json.JsonObject;
import dev.mainstay.transport.Ports;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/**
 * Against a real server: {@code redis-server} or {@code valkey-server} of the PATH, or the one that
 * {@code -Dmainstay.redis=...} names. Skipped where there is none.
 */
@Timeout(60)
class RedisSinkTest {
  private static final SinkEvent.Done DONE = new SinkEvent.Done(JsonObject.empty());

  private final String message = UUID.randomUUID().toString();
  @TempDir private Path folder;
  private Process server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    Optional<Path> program = program();
    assumeTrue(program.isPresent(), "there is no redis-server on the PATH");
    port = Ports.forLater();
    server = startServer(program.get());
    await().until(this::isUp);
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) {
      server.destroyForcibly().waitFor();
    }
  }

  @Test
  void nextAttemptGoesOnWhereTheMessageIsAndTheOneBeforeIsShutOut() {
    RedisSink sink = sink();
    SinkWriter first = sink.open(message, 1);
    first.write(1, new SinkEvent.Reasoning("hm"));
    first.write(2, new SinkEvent.Text("H\u00e9l"));

    SinkWriter second = sink.open(message, 2);

    assertThat(second.state()).isEqualTo(new SinkState("H\u00e9l", "hm", 0, Optional.empty()));
    assertThatThrownBy(() -> first.write(3, new SinkEvent.Text("zombie")))
        .isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> sink.open(message, 1)).isInstanceOf(FencedException.class);
    second.write(1, new SinkEvent.Text("lo"));
    second.write(1, new SinkEvent.Text("lo"));
    assertThatThrownBy(() -> second.write(3, new SinkEvent.Text("gap")))
        .isInstanceOf(SinkException.class);
    second.write(2, DONE);
    assertThat(sink.open(message, 3).state())
        .isEqualTo(new SinkState("H\u00e9llo", "hm", 0, Optional.of(DONE)));
  }

  @Test
  void readerThatComesBackMissesAndRepeatsNothing() throws IOException {
    RedisSink sink = sink();
    SinkWriter writer = sink.open(message, 1);
    writer.write(1, new SinkEvent.Text("a"));
    writer.write(2, new SinkEvent.Restarted());
    Thread.startVirtualThread(() -> {
      writer.write(3, new SinkEvent.Text("b"));
      writer.write(4, DONE);
    });

    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    sink.write(message, 2, rest);

    assertThat(rest.toString(UTF_8))
        .isEqualTo(
            new NumberedEvent(3, new SinkEvent.Text("b")).sse() + new NumberedEvent(4, DONE).sse());
    assertThat(sink.read(message, 0).events())
        .extracting(NumberedEvent::id)
        .containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void connectionThatBreaksIsMadeAnewAndNothingIsThereTwice() throws IOException {
    try (CuttingProxy proxy = new CuttingProxy(port)) {
      RedisSink through = RedisSink.at(URI.create("redis://127.0.0.1:" + proxy.port()));
      SinkWriter writer = through.open(message, 1);
      writer.write(1, new SinkEvent.Text("a"));
      proxy.cutAnswers();
      writer.write(2, new SinkEvent.Text("b"));
    }

    assertThat(sink().open(message, 2).state().text()).isEqualTo("ab");
  }

  @Test
  void writersThatAreNotEndedLeaveNoConnections() {
    RedisSink sink = sink();
    for (int i = 0; i < 50; i++) {
      sink.open(message + i, 1).write(1, new SinkEvent.Text("a"));
    }

    try (RedisClient other = RedisClient.create("127.0.0.1", port)) {
      assertThat(other.info("clients")).containsPattern("connected_clients:[1-5]\\r");
    }
  }

  @Test
  void readerWhoHasItAllIsToldSoAtOnce() {
    RedisSink sink = sink();
    SinkWriter writer = sink.open(message, 1);
    writer.write(1, DONE);

    assertThat(sink.read(message, 0))
        .isEqualTo(new ReadEvents(List.of(new NumberedEvent(1, DONE)), true));
    assertThat(sink.read(message, 1)).isEqualTo(new ReadEvents(List.of(), true));
    assertThatThrownBy(() -> writer.write(2, DONE))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("has ended");
  }

  @Test
  void lastEventIdThatIsNoneOfOursIsAllOrNothing() {
    RedisSink sink = sink();
    sink.open(message, 1).write(1, DONE);

    assertThat(sink.read(message, -1).events()).hasSize(1);
    assertThat(sink.read(message, Long.MIN_VALUE).events()).hasSize(1);
    assertThat(sink.read(message, Long.MAX_VALUE)).isEqualTo(new ReadEvents(List.of(), true));
  }

  @Test
  void readersOfACallThatNobodyIsLeftToTellOfAreToldAtItsDeadline() {
    RedisSink sink = sink();
    sink.open(message, 1, Duration.ofDays(1));
    SinkWriter writer = sink.open(message, 2, Duration.ZERO);

    SinkEvent late = new SinkEvent.Failed("TimedOut");
    ReadEvents end = new ReadEvents(List.of(new NumberedEvent(1, late)), true);
    assertThat(sink.read(message, 0)).isEqualTo(end);
    assertThat(sink.read(message, 0)).isEqualTo(end);
    assertThatThrownBy(() -> writer.write(1, DONE)).isInstanceOf(SinkException.class);
    assertThat(sink.open(message, 3).state().last()).hasValue(late);
  }

  @Test
  void messageThatHasEndedIsToldToAnEarlierAttemptAsWell() {
    RedisSink sink = sink();
    sink.open(message, 2).write(1, DONE);

    assertThat(sink.open(message, 1).state().last()).hasValue(DONE);
  }

  @Test
  void messageIsKeptForADayAfterItsEndAndUntilThenForALongerCallAsWell() {
    SinkEvent piece = new SinkEvent.Text("a");
    RedisSink sink = sink();

    sink.open(message, 1).write(1, piece);
    assertKept(1);
    SinkWriter writer = sink.open(message, 2, Duration.ofDays(30));
    assertKept(31);
    writer.write(1, piece);
    assertKept(31);
    writer.write(2, DONE);
    assertKept(1);
  }

  @Test
  void messageIsKeptForAsLongAsTheSinkSays() {
    RedisSink sink = sink().withKept(Duration.ofDays(3));

    sink.open(message, 1).write(1, DONE);

    assertKept(3);
  }

  @Test
  void sinkOverAClientOfItsCallersLeavesThatOpen() {
    try (RedisClient own = RedisClient.create("127.0.0.1", port)) {
      try (RedisSink over = RedisSink.over(own)) {
        over.open(message, 1).write(1, DONE);
      }

      assertThat(own.ping()).isEqualTo("PONG");
      assertThat(RedisSink.over(own).read(message, 0))
          .isEqualTo(new ReadEvents(List.of(new NumberedEvent(1, DONE)), true));
    }
  }

  private void assertKept(int days) {
    try (RedisClient other = RedisClient.create("127.0.0.1", port)) {
      for (String key : List.of("writer", "events")) {
        assertThat(Duration.ofMillis(other.pttl("mainstay:{" + message + "}:" + key)))
            .isBetween(Duration.ofDays(days).minusHours(1), Duration.ofDays(days));
      }
    }
  }

  @Test
  void serverThatIsAwayIsASinkThatFails() {
    RedisSink away = RedisSink.at(URI.create("redis://127.0.0.1:1"));

    assertThatThrownBy(() -> away.open(message, 1)).isInstanceOf(SinkException.class);
  }

  private RedisSink sink() {
    return RedisSink.at(URI.create("redis://127.0.0.1:" + port));
  }

  private Process startServer(Path program) throws IOException {
    return new ProcessBuilder(
            program.toString(),
            "--port",
            Integer.toString(port),
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private boolean isUp() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Optional<Path> program() {
    String given = System.getProperty("mainstay.redis", "");
    if (!given.isEmpty()) {
      return Optional.of(Path.of(given));
    }
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(dir ->
            List.of("redis-server", "valkey-server").stream().map(name -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
