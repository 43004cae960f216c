package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.GatewayServer;
import dev.mainstay.gateway.server.NettyTransport;
import dev.mainstay.gateway.server.ServerOptions;
import dev.mainstay.time.TimeSource;
import java.io.IOException;

/** The gateway's API over real connections, but on a clock that a test moves. */
final class TimedGateway implements AutoCloseable {
  private final EventLoops loops = EventLoops.start(1);
  private final NettyTransport transport = NettyTransport.on(loops);
  private final GatewayServer server;

  TimedGateway(GatewayConfig config, TimeSource time) throws IOException {
    Mainstay mainstay = config.apply(Mainstay.builder()).transport(transport).time(time).build();
    server =
        GatewayServer.start(
            loops,
            ServerOptions.defaults().withErrors(Api.errors()),
            new Api(mainstay, config, new Admission(config.limits(), time), time, () -> true));
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    transport.close();
    loops.close();
  }
}
