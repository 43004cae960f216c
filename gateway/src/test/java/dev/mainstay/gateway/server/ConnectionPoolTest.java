package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which of the connections that are idle are closed, and which is used next. */
class ConnectionPoolTest {
  private static final Duration LONGEST = Duration.ofHours(2);
  private static final Origin ORIGIN =
      Origin.of(
          new HttpCall(
              "POST",
              URI.create("http://api.example/"),
              Headers.none(),
              new byte[0],
              Duration.ofSeconds(5)));

  private final ConnectionPool pool = new ConnectionPool();

  @Test
  void connectionThatWasIdleForTooLongIsClosedAndNoOther() {
    ClientConnection over = idleFor(LONGEST.plusMinutes(1));
    ClientConnection under = idleFor(LONGEST.minusMinutes(1));

    pool.expire(LONGEST);

    assertThat(over.isOpen()).isFalse();
    assertThat(under.isOpen()).isTrue();
    assertThat(pool.idleCount()).isEqualTo(1);
    assertThat(pool.take(ORIGIN)).isSameAs(under);
  }

  @Test
  void connectionThatWasUsedLastIsUsedFirst() {
    idleFor(Duration.ofMinutes(2));
    ClientConnection last = idleFor(Duration.ofMinutes(1));

    assertThat(pool.take(ORIGIN)).isSameAs(last);
  }

  private ClientConnection idleFor(Duration time) {
    ClientConnection connection =
        new ClientConnection(ORIGIN, new EmbeddedChannel(), pool, new NettyAnswerDecoder());
    pool.add(connection);
    pool.put(connection);
    connection.markIdle(System.nanoTime() - time.toNanos());
    return connection;
  }
}
