package dev.mainstay.transport;

import dev.mainstay.time.TimeSource;
import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;

/** Proxies, over java.net.http. */
class JdkProxyTest extends ProxyContract {
  @Override
  protected Transport newTransport(SSLContext tls) {
    return new JdkTransport(TimeSource.system(), () -> HttpClient.newBuilder().sslContext(tls));
  }
}
