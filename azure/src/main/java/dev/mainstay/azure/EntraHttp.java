package dev.mainstay.azure;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.mainstay.provider.TokenHttp;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Carries what Microsoft's library asks. */
record EntraHttp(TokenHttp http) implements IHttpClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  @Override
  public IHttpResponse send(HttpRequest request) throws IOException, InterruptedException {
    TokenHttp.Response answer = http.send(call(request));
    HttpResponse response =
        new HttpResponse()
            .statusCode(answer.head().status())
            .body(new String(answer.body(), StandardCharsets.UTF_8));
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    answer
        .head()
        .headers()
        .forEach((name, value) -> headers.put(name, answer.head().headers().all(name)));
    response.addHeaders(headers);
    return response;
  }

  private static HttpCall call(HttpRequest request) {
    Headers headers = Headers.none();
    if (request.headers() != null) {
      for (Map.Entry<String, String> header : request.headers().entrySet()) {
        headers = headers.with(header.getKey(), header.getValue());
      }
    }
    String body = request.body() == null ? "" : request.body();
    return new HttpCall(
        request.httpMethod().name(),
        URI.create(request.url().toString()),
        headers,
        body.getBytes(StandardCharsets.UTF_8),
        CONNECT);
  }
}
