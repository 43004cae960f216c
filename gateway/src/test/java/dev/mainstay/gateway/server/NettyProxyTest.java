package dev.mainstay.gateway.server;

import dev.mainstay.transport.ProxyContract;
import dev.mainstay.transport.Transport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Proxies, over Netty. */
@Execution(ExecutionMode.CONCURRENT)
class NettyProxyTest extends ProxyContract {
  private final EventLoops loops = EventLoops.start(1);

  @Override
  protected Transport newTransport(SSLContext tls) {
    return NettyTransport.on(loops, tls);
  }

  @AfterEach
  void stop() {
    loops.close();
  }
}
