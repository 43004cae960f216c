package dev.mainstay.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.mainstay.provider.TokenHttp;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import dev.mainstay.transport.HttpCall;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Carries what Google's library asks. */
final class GoogleHttp extends HttpTransport {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final TokenHttp http;

  GoogleHttp(TokenHttp http) {
    this.http = http;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request(method, url);
  }

  private final class Request extends LowLevelHttpRequest {
    private final String method;
    private final String url;
    private final List<Field> headers = new ArrayList<>();
    private Duration connect = CONNECT;

    Request(String method, String url) {
      this.method = method;
      this.url = url;
    }

    @Override
    public void addHeader(String name, String value) {
      headers.add(new Field(name, value));
    }

    // Looking for a machine's own identity, it waits half a second for a connection.
    @Override
    public void setTimeout(int connectMillis, int readMillis) {
      if (connectMillis > 0) {
        connect = Duration.ofMillis(Math.min(connectMillis, CONNECT.toMillis()));
      }
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      if (getStreamingContent() != null) {
        getStreamingContent().writeTo(body);
        addHeader("Content-Type", getContentType());
      }
      HttpCall call =
          new HttpCall(method, URI.create(url), Headers.of(headers), body.toByteArray(), connect);
      try {
        return new Response(http.send(call));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for a token");
      }
    }
  }

  private static final class Response extends LowLevelHttpResponse {
    private final TokenHttp.Response answer;
    private final List<Field> headers;

    Response(TokenHttp.Response answer) {
      this.answer = answer;
      this.headers = answer.head().headers().entries();
    }

    @Override
    public InputStream getContent() {
      return new ByteArrayInputStream(answer.body());
    }

    @Override
    public String getContentEncoding() {
      return "";
    }

    @Override
    public long getContentLength() {
      return answer.body().length;
    }

    @Override
    public String getContentType() {
      return answer.head().headers().first("Content-Type").orElse("");
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + getStatusCode();
    }

    @Override
    public int getStatusCode() {
      return answer.head().status();
    }

    @Override
    public String getReasonPhrase() {
      return "";
    }

    @Override
    public int getHeaderCount() {
      return headers.size();
    }

    @Override
    public String getHeaderName(int index) {
      return headers.get(index).name();
    }

    @Override
    public String getHeaderValue(int index) {
      return headers.get(index).value();
    }
  }
}
