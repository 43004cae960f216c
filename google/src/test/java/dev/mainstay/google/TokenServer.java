package dev.mainstay.google;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Issues tokens as Google's token endpoint does, on a port of its own. */
final class TokenServer implements AutoCloseable {
  // To find two large primes takes a second.
  private static final String PEM = pem();

  final AtomicInteger asked = new AtomicInteger();
  final CountDownLatch open = new CountDownLatch(1);
  private final HttpServer server;
  private volatile int status = 200;
  private volatile String body = "";

  TokenServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers at once from now on: with tokens, one after the other. */
  TokenServer opened() {
    open.countDown();
    return this;
  }

  TokenServer answering(int status, String body) {
    this.status = status;
    this.body = body;
    return opened();
  }

  /** The key file of a service account whose tokens come from here. */
  String key() {
    return "{\"type\":\"service_account\",\"project_id\":\"p-1\",\"private_key_id\":\"k\",\"private_key\":\""
        + PEM
        + "\",\"client_email\":\"a@p-1.iam.gserviceaccount.com\",\"client_id\":\"1\",\"token_uri\":\""
        + url()
        + "\"}";
  }

  /** The login of a user whose tokens come from here. */
  String login() {
    return "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\",\"refresh_token\":\"r\","
        + "\"quota_project_id\":\"payer\",\"token_uri\":\""
        + url()
        + "\"}";
  }

  /** Its host and port. */
  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private String url() {
    return "http://" + authority() + "/token";
  }

  private void answer(HttpExchange exchange) throws IOException {
    int number = asked.incrementAndGet();
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] text =
        (status == 200
                ? String.format(
                    Locale.ROOT,
                    "{\"access_token\":\"ya29.token-%d-0123456789\",\"expires_in\":3600,\"token_type\":\"Bearer\"}",
                    number)
                : body)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private static String pem() {
    try {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
      pairs.initialize(2048);
      String key =
          Base64.getEncoder().encodeToString(pairs.generateKeyPair().getPrivate().getEncoded());
      return "-----BEGIN PRIVATE KEY-----\\n" + key + "\\n-----END PRIVATE KEY-----\\n";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    open.countDown();
    server.stop(0);
  }
}
