package dev.mainstay.provider;

import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * How a deployment proves who asks, where that is more than a key that never changes: a token that
 * ends, or a signature over each request.
 *
 * <p>Thread-safe, and shared by all calls of its deployments. Two that are equal prove the same.
 */
public interface Credential {
  /**
   * The tokens of {@code source}, sent as {@code Authorization: Bearer}: fetched once by one caller
   * while the others wait, fetched again 5 minutes before they end, and once where a provider
   * answers 401.
   *
   * @param source fetches a token
   * @param time tells when one ends
   */
  static Credential bearer(Renewed.Source<BearerToken> source, TimeSource time) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(time, "time");
    return new BearerCredential(source, time);
  }

  /**
   * {@code call} with what proves who asks; does not block.
   *
   * @return completes exceptionally where there is no proof: with an {@link java.io.IOException}
   *     where whoever issues it cannot be reached, with anything else where the configuration is
   *     wrong
   */
  CompletableFuture<Proven> prove(HttpCall call);

  /** Whether an answer with {@code head} means that a newer proof may be accepted: a 401. */
  default boolean isRefusal(HttpHead head) {
    return head.status() == 401;
  }

  /** {@code text} without any secret that this credential holds now or held a moment ago. */
  String scrub(String text);

  /**
   * A request that can be sent.
   *
   * @param call the request, with its proof
   * @param refused to be run where the provider refuses that proof; the next proof is a new one
   */
  record Proven(HttpCall call, Runnable refused) {}
}
