package dev.mainstay.gateway.server;

import dev.mainstay.transport.Transport;
import dev.mainstay.transport.TransportContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract of every transport, over epoll (where it is to be had) and over NIO. */
@Execution(ExecutionMode.CONCURRENT)
class NettyTransportTest {
  @Nested
  class OverEpoll extends TransportContract {
    private final EventLoops loops = EventLoops.start(2);

    @Override
    protected Transport newTransport() {
      return NettyTransport.on(loops);
    }

    @AfterEach
    void stop() {
      loops.close();
    }
  }

  @Nested
  class OverNio extends TransportContract {
    private final EventLoops loops = EventLoops.nio(2);

    @Override
    protected Transport newTransport() {
      return NettyTransport.on(loops);
    }

    @AfterEach
    void stop() {
      loops.close();
    }
  }
}
