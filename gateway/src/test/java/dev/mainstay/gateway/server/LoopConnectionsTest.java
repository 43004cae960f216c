package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.channel.DefaultEventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two may stop one server: the loop of the second may be closed at any moment. */
class LoopConnectionsTest {
  private static final int MINUTE_MILLIS = 60_000;

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final LoopConnections connections = new LoopConnections(loop, MINUTE_MILLIS);

  @Test
  void loopThatIsClosedHasNoConnectionsLeft() {
    AtomicInteger met = new AtomicInteger();
    assertThat(
            loop.shutdownGracefully(0, 1, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(MINUTE_MILLIS))
        .isTrue();

    assertThatCode(connections::close).doesNotThrowAnyException();
    assertThatCode(() -> connections.forEach(each -> met.incrementAndGet()))
        .doesNotThrowAnyException();
    assertThat(met).hasValue(0);
  }
}
