package dev.mainstay.azure;

import com.microsoft.aad.msal4j.AbstractApplicationBase;

/**
 * Who carries the requests for tokens: Microsoft's library takes no plain {@code http} authority.
 */
@FunctionalInterface
interface HttpChoice {
  int CONNECT_MILLIS = 5_000;
  int READ_MILLIS = 20_000;

  /** Java's own connections, as Microsoft's library uses them, with an end to their patience. */
  HttpChoice MICROSOFTS =
      builder ->
          builder
              .connectTimeoutForDefaultHttpClient(CONNECT_MILLIS)
              .readTimeoutForDefaultHttpClient(READ_MILLIS);

  void apply(AbstractApplicationBase.Builder<?> builder);
}
