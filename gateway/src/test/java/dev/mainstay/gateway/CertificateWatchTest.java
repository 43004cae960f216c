package dev.mainstay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.front.GatewayFront;
import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A gateway follows the files of its certificate. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class CertificateWatchTest {
  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();

  @Test
  void newCertificateIsInForceAndOneThatCannotBeUsedIsToldOnce() throws Exception {
    SelfSigned first = SelfSigned.forName("dns:first.test");
    SelfSigned second = SelfSigned.forName("dns:second.test");
    write(first, first);
    try (Gateway gateway = Gateway.start(config())) {
      CertificateWatch watch = new CertificateWatch(gateway, new Telling());

      watch.look();
      requireShown(gateway, first);
      write(second, first);
      watch.look();
      watch.look();
      requireShown(gateway, first);
      write(second, second);
      watch.look();
      watch.look();
      requireShown(gateway, second);
      Files.delete(key());
      watch.look();
      requireShown(gateway, second);

      assertThat(told)
          .containsExactly(
              "refused: the key "
                  + key()
                  + " is not that of the certificate "
                  + certificate()
                  + ": its first certificate must be the server's own",
              "renewed",
              "refused: the key " + key() + " does not exist");
    }
  }

  @Test
  void gatewayWithoutACertificateHasNothingToLookAt() throws IOException {
    GatewayConfig plain = GatewayConfig.builder().port(0).group("chat", deployment()).build();
    try (Gateway gateway = Gateway.start(plain)) {
      new CertificateWatch(gateway, new Telling()).look();

      assertThat(told).isEmpty();
    }
  }

  private final class Telling implements CertificateWatch.RenewalListener {
    @Override
    public void renewed() {
      told.add("renewed");
    }

    @Override
    public void refused(String why) {
      told.add("refused: " + why);
    }
  }

  private GatewayConfig config() {
    return GatewayConfig.builder()
        .port(0)
        .group("chat", deployment())
        .front(GatewayFront.defaults().withTls(certificate(), key()))
        .build();
  }

  private static Deployment deployment() {
    return Deployment.of("openai/gpt-4o").withKey("sk-0123456789");
  }

  private Path certificate() {
    return folder.resolve("cert.pem");
  }

  private Path key() {
    return folder.resolve("key.pem");
  }

  private void write(SelfSigned certificate, SelfSigned key) throws IOException {
    Files.writeString(certificate(), certificate.certificatePem());
    Files.writeString(key(), key.keyPem());
  }

  private static void requireShown(Gateway gateway, SelfSigned expected) throws Exception {
    try (SSLSocket caller =
        (SSLSocket)
            expected
                .context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), gateway.port())) {
      caller.startHandshake();
      assertThat(caller.getSession().getPeerCertificates()[0]).isEqualTo(expected.certificate());
    }
  }
}
