package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.TransportException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ConnectingTest {
  private static final HttpCall CALL =
      new HttpCall(
          "POST",
          URI.create("http://api.example/"),
          Headers.none(),
          new byte[0],
          Duration.ofSeconds(5));

  /** The moment that a race of leavers meets by chance alone. */
  @Test
  void connectionThatHasComeAsItsWaiterLeavesIsClosed() {
    EmbeddedChannel channel = new EmbeddedChannel();
    Connecting connecting = new Connecting();
    connecting.succeeded(connection(channel));

    connecting.leave();

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void connectionThatComesWhenItsWaiterHasLeftIsClosed() {
    EmbeddedChannel channel = new EmbeddedChannel();
    Connecting connecting = new Connecting();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> connecting.await(CALL)).isInstanceOf(InterruptedException.class);

    connecting.succeeded(connection(channel));

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void connectionThatIsTakenStaysOpen() throws Exception {
    EmbeddedChannel channel = new EmbeddedChannel();
    Connecting connecting = new Connecting();
    ClientConnection connection = connection(channel);
    connecting.succeeded(connection);

    assertThat(connecting.await(CALL)).isSameAs(connection);
    assertThat(channel.isOpen()).isTrue();
    channel.close();
  }

  private static ClientConnection connection(EmbeddedChannel channel) {
    return new ClientConnection(
        Origin.of(CALL), channel, new ConnectionPool(), new NettyAnswerDecoder());
  }

  @Test
  void wantOfDescriptorsIsToldAsThatAndNotCountedAgainstTheProvider() {
    try (EventLoops loops = EventLoops.start(1)) {
      ChannelFuture unmade =
          new Bootstrap()
              .group(loops.next())
              .channelFactory(() -> {
                throw new ChannelException("newSocketStream(..) failed: Too many open files");
              })
              .handler(new ChannelInboundHandlerAdapter())
              .connect("127.0.0.1", 1);
      Connecting connecting = new Connecting();
      connecting.trying(unmade.channel());
      connecting.failed(unmade.awaitUninterruptibly().cause());

      Failure failure =
          catchThrowableOfType(TransportException.class, () -> connecting.await(CALL)).failure();

      assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(failure.message()).contains("this machine, not the provider");
      assertThat(failure.cooldown()).isEqualTo(Cooldown.NONE);
    }
  }
}
