package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
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
