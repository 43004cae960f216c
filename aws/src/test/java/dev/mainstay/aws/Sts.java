package dev.mainstay.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** AWS's service for roles, as far as roles are assumed: it gives "secret-role-1" and so on. */
final class Sts implements AutoCloseable {
  final List<String> asked = new CopyOnWriteArrayList<>();
  final AtomicReference<Instant> end = new AtomicReference<>(Instant.EPOCH);
  final AtomicReference<Integer> status = new AtomicReference<>(200);
  private final HttpServer server;

  Sts() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String who =
          authorization == null
              ? "nobody"
              : authorization.replaceFirst(".*Credential=([^,]*),.*", "$1");
      asked.add(who + " " + body);
      byte[] answer =
          (status.get() == 200 ? given(body) : error()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(status.get(), answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private String given(String body) {
    String action =
        body.contains("AssumeRoleWithWebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole";
    return "<%sResponse><%sResult>".formatted(action, action)
        + "<Credentials><AccessKeyId>ASIAROLE"
        + asked.size()
        + "</AccessKeyId><SecretAccessKey>secret-role-"
        + asked.size()
        + "</SecretAccessKey><SessionToken>token-role-"
        + asked.size()
        + "</SessionToken><Expiration>"
        + end.get()
        + "</Expiration></Credentials></%sResult></%sResponse>".formatted(action, action);
  }

  private static String error() {
    return "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
        + "<Message>not your role</Message></Error></ErrorResponse>";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
