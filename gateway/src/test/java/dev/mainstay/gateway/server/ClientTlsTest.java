package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientTlsTest {
  @Test
  void itIsMadeOnceAndOnlyWhenSomebodyAsks() throws Exception {
    SSLContext source = SSLContext.getDefault();
    AtomicInteger made = new AtomicInteger();
    ClientTls tls =
        new ClientTls(() -> {
          made.incrementAndGet();
          return source;
        });

    assertThat(made).hasValue(0);
    assertThat(tls.context().get(30, TimeUnit.SECONDS))
        .isSameAs(tls.context().get(30, TimeUnit.SECONDS));
    assertThat(made).hasValue(1);
  }

  @Test
  void whyThereIsNoneIsTold() {
    ClientTls tls =
        new ClientTls(() -> {
          throw new IllegalStateException("none", new NoSuchAlgorithmException());
        });

    assertThatThrownBy(() -> tls.context().get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(NoSuchAlgorithmException.class);
  }
}
