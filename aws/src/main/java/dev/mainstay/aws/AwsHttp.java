package dev.mainstay.aws;

import dev.mainstay.provider.TokenHttp;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import dev.mainstay.transport.HttpCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Carries what AWS's library asks of its service for roles. */
record AwsHttp(TokenHttp http) implements SdkHttpClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Set<String> TRANSPORTS_OWN = Set.of("host", "content-length", "expect");

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(request);
      }

      // Whoever waits for it is interrupted.
      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}

  private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
    try {
      TokenHttp.Response answer = http.send(call(request));
      SdkHttpFullResponse.Builder head =
          SdkHttpFullResponse.builder().statusCode(answer.head().status());
      answer.head().headers().forEach(head::appendHeader);
      return HttpExecuteResponse.builder()
          .response(head.build())
          .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
          .build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a role");
    }
  }

  private static HttpCall call(HttpExecuteRequest request) throws IOException {
    SdkHttpRequest asked = request.httpRequest();
    List<Field> headers = new ArrayList<>();
    asked
        .headers()
        .forEach((name, values) -> {
          if (!TRANSPORTS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> headers.add(new Field(name, value)));
          }
        });
    return new HttpCall(
        asked.method().name(), uri(asked.getUri()), Headers.of(headers), body(request), CONNECT);
  }

  // Some proxies refuse an address without any path.
  private static URI uri(URI asked) {
    return asked.getRawPath().isEmpty() ? asked.resolve("/") : asked;
  }

  private static byte[] body(HttpExecuteRequest request) throws IOException {
    if (request.contentStreamProvider().isEmpty()) {
      return new byte[0];
    }
    try (InputStream body = request.contentStreamProvider().get().newStream()) {
      return body.readAllBytes();
    }
  }
}
