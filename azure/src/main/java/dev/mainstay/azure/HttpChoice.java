package dev.mainstay.azure;

import com.microsoft.aad.msal4j.AbstractApplicationBase;
import dev.mainstay.provider.TokenHttp;

/**
 * Who carries the requests for tokens: Microsoft's library takes no plain {@code http} authority.
 */
@FunctionalInterface
interface HttpChoice {
  /** By {@code http}, which knows the proxies. */
  static HttpChoice by(TokenHttp http) {
    return builder -> builder.httpClient(new EntraHttp(http));
  }

  void apply(AbstractApplicationBase.Builder<?> builder);
}
