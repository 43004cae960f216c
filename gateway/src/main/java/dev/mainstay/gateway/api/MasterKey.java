package dev.mainstay.gateway.api;

import dev.mainstay.provider.Secret;
import dev.mainstay.text.Sha256;
import dev.mainstay.transport.Headers;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The key that callers must bring, if there is one; kept as a hash and compared in constant time.
 */
final class MasterKey {
  private final Optional<byte[]> hash;

  MasterKey(Optional<Secret> key) {
    hash = key.map(Secret::reveal).map(Sha256::of);
  }

  /**
   * Lets a request with {@code headers} pass.
   *
   * @throws ApiException if it brings no key, or another one
   */
  void check(Headers headers) {
    if (hash.isEmpty()) {
      return;
    }
    String brought = brought(headers).orElseThrow(MasterKey::missing);
    if (!MessageDigest.isEqual(hash.get(), Sha256.of(brought))) {
      throw refusal("the API key is wrong: it is not this gateway's master key");
    }
  }

  private static Optional<String> brought(Headers headers) {
    return headers
        .first("authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip())
        .or(() -> headers.first("x-api-key"))
        .or(() -> headers.first("api-key"));
  }

  private static ApiException missing() {
    return refusal("the API key is missing; send the gateway's key as Authorization: Bearer KEY");
  }

  private static ApiException refusal(String message) {
    return new ApiException(ApiError.refusal(401, message, "invalid_api_key"));
  }
}
