package dev.mainstay.provider;

import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpCall;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tokens in {@code Authorization: Bearer}. */
final class BearerCredential implements Credential {
  private final Renewed.Source<BearerToken> source;
  private final Renewed<BearerToken> tokens;

  BearerCredential(Renewed.Source<BearerToken> source, TimeSource time) {
    this.source = source;
    this.tokens = new Renewed<>(source, BearerToken::end, time);
  }

  @Override
  public CompletableFuture<Proven> prove(HttpCall call) {
    return tokens
        .get()
        .thenApply(token -> new Proven(with(token, call), () -> tokens.refuse(token)));
  }

  private static HttpCall with(BearerToken token, HttpCall call) {
    return call.withHeaders(
        call.headers().with("Authorization", "Bearer " + token.secret().reveal()));
  }

  @Override
  public String scrub(String text) {
    String scrubbed = text;
    for (BearerToken token : tokens.latest()) {
      scrubbed = token.secret().scrub(scrubbed);
    }
    return scrubbed;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BearerCredential that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return "bearer tokens of " + source.getClass().getSimpleName();
  }
}
