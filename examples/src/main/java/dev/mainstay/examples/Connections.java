package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.Transport;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Keys that change, endpoints, headers, and an HTTP client of one's own. */
final class Connections {
  private Connections() {}

  static Mainstay own(Supplier<String> vault, SSLContext tls, ProxySelector proxies) {
    Deployment deployment =
        Deployment.of("openai/gpt-4o")
            .withEndpoint(URI.create("https://models.example.com/v1"))
            .withKey(vault)
            .withHeader("X-Team", "search");
    HttpClient client = HttpClient.newBuilder().sslContext(tls).proxy(proxies).build();
    return Mainstay.builder().transport(Transport.jdk(client)).group("chat", deployment).build();
  }
}
