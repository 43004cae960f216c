package dev.mainstay.google;

import com.google.auth.Retryable;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.mainstay.provider.BearerToken;
import dev.mainstay.provider.Renewed;
import dev.mainstay.provider.Secret;
import dev.mainstay.provider.TokenHttp;
import dev.mainstay.transport.Proxies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches access tokens by Google's library, which tells them apart itself: keys of service
 * accounts, users' logins, federated and impersonated identities, a machine's own. Equal where keys
 * and proxies are.
 */
final class TokenSource implements Renewed.Source<BearerToken> {
  // https://cloud.google.com/vertex-ai/docs/authentication
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private final GoogleKey key;
  private final TokenHttp http;
  private volatile @Nullable GoogleCredentials known;

  TokenSource(GoogleKey key, Proxies proxies) {
    this.key = key;
    this.http = new TokenHttp(proxies);
  }

  @Override
  public BearerToken fetch() throws IOException {
    GoogleCredentials credentials = credentials();
    try {
      credentials.refresh();
    } catch (IOException e) {
      throw told(e);
    }
    AccessToken token = credentials.getAccessToken();
    if (token == null) {
      throw new IOException("Google gives no token");
    }
    return new BearerToken(
        Secret.of(token.getTokenValue()),
        Optional.ofNullable(token.getExpirationTime()).map(Date::toInstant));
  }

  /** The project that pays for the calls of a user's login, once a token has come. */
  Optional<String> quotaProject() {
    return Optional.ofNullable(known).map(GoogleCredentials::getQuotaProjectId);
  }

  private GoogleCredentials credentials() throws IOException {
    GoogleCredentials made = known;
    if (made == null) {
      made = made().createScoped(SCOPE);
      known = made;
    }
    return made;
  }

  private GoogleCredentials made() throws IOException {
    HttpTransportFactory transports = () -> new GoogleHttp(http);
    if (key.problem().isPresent()) {
      throw new IllegalStateException(key.problem().get());
    }
    if (key.text().isEmpty()) {
      return ofMachine(transports);
    }
    byte[] text = key.text().get().getBytes(StandardCharsets.UTF_8);
    try {
      return GoogleCredentials.fromStream(new ByteArrayInputStream(text), transports);
    } catch (IOException | RuntimeException e) {
      // Its message may quote the key.
      throw new IllegalArgumentException(
          "the key is not one of Google's; give the JSON file of a service account whole, or the"
              + " path to it");
    }
  }

  private static GoogleCredentials ofMachine(HttpTransportFactory transports) {
    try {
      return GoogleCredentials.getApplicationDefault(transports);
    } catch (IOException e) {
      throw new IllegalStateException(
          "there are no application default credentials that can be read; set"
              + " GOOGLE_APPLICATION_CREDENTIALS or run gcloud auth application-default login, or"
              + " give the deployment a key");
    }
  }

  // What Google refuses it will refuse again: that is not a broken connection.
  private IOException told(IOException e) {
    String message = key.scrub(String.valueOf(e.getMessage()));
    if (e instanceof Retryable refused && !refused.isRetryable()) {
      throw new IllegalStateException("Google refuses it: " + message);
    }
    return new IOException("Google gives no token: " + message, e);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenSource that && key.equals(that.key) && http.equals(that.http);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return "Google's tokens for " + key;
  }
}
