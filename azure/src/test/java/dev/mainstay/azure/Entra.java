package dev.mainstay.azure;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;

/** Entra ID without a network: what it is asked, and what it answers. */
final class Entra implements IHttpClient {
  final List<HttpRequest> asked = new ArrayList<>();
  private final Queue<IHttpResponse> answers = new ArrayDeque<>();

  Entra issuing(String token, int seconds) {
    return answering(
        200,
        String.format(
            Locale.ROOT,
            "{\"token_type\":\"Bearer\",\"expires_in\":%d,\"access_token\":\"%s\"}",
            seconds,
            token));
  }

  Entra answering(int status, String body) {
    HttpResponse response = new HttpResponse().statusCode(status).body(body);
    response.addHeaders(Map.of("Content-Type", List.of("application/json")));
    answers.add(response);
    return this;
  }

  HttpChoice http() {
    return builder -> builder.httpClient(this);
  }

  @Override
  public synchronized IHttpResponse send(HttpRequest request) {
    asked.add(request);
    return answers.remove();
  }
}
