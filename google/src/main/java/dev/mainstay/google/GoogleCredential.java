package dev.mainstay.google;

import dev.mainstay.provider.Credential;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Proxies;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Google's access tokens, for Vertex AI: fetched when the first call needs one, once for all who
 * wait, again 5 minutes before they end, and once where Google answers 401.
 *
 * <p>Thread-safe. Two of the same key are equal. The key never shows.
 */
public final class GoogleCredential implements Credential {
  // https://cloud.google.com/docs/quotas/set-quota-project
  private static final String QUOTA_PROJECT = "x-goog-user-project";

  private final TokenSource source;
  private final Credential tokens;

  private GoogleCredential(GoogleKey key, Proxies proxies, TimeSource time) {
    this.source = new TokenSource(key, proxies);
    this.tokens = Credential.bearer(source, time);
  }

  /**
   * The credentials that Google's own clients would find: the file that {@code
   * GOOGLE_APPLICATION_CREDENTIALS} names, the login by {@code gcloud auth application-default
   * login}, or the machine's own at Google. Where there are none, the first call fails.
   *
   * @param time tells when a token ends
   */
  public static GoogleCredential applicationDefault(TimeSource time) {
    return of(GoogleKey.ofMachine(), Proxies.unsaid(), time);
  }

  /**
   * The credentials of {@code key}. Only the first call tells whether they are good.
   *
   * @param proxies the proxies on the way to Google; those of the process's environment where
   *     nothing is said
   * @param time tells when a token ends
   */
  public static GoogleCredential of(GoogleKey key, Proxies proxies, TimeSource time) {
    return new GoogleCredential(key, proxies, time);
  }

  @Override
  public CompletableFuture<Proven> prove(HttpCall call) {
    return tokens
        .prove(call)
        .thenApply(proven -> new Proven(billed(proven.call()), proven.refused()));
  }

  // A user's login belongs to no project; somebody must pay.
  private HttpCall billed(HttpCall call) {
    return source
        .quotaProject()
        .filter(project -> call.headers().first(QUOTA_PROJECT).isEmpty())
        .map(project -> call.withHeaders(call.headers().with(QUOTA_PROJECT, project)))
        .orElse(call);
  }

  @Override
  public String scrub(String text) {
    return tokens.scrub(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GoogleCredential that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
