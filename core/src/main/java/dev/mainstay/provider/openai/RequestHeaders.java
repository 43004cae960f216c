package dev.mainstay.provider.openai;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.provider.wire.Secrets;
import dev.mainstay.provider.wire.WireHeaders;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.util.List;
import java.util.Optional;

/** The headers of a request, with the key as the vendor wants it. */
final class RequestHeaders {
  private static final String AUTHORIZATION = "Authorization";
  private static final String API_KEY = "api-key";

  private RequestHeaders() {}

  static Headers of(Vendor vendor, Deployment deployment, boolean isStream) {
    Optional<Secret> key = deployment.key();
    List<Field> shown =
        key.isEmpty() ? List.of() : List.of(keyHeader(vendor, deployment, key.get().reveal()));
    return WireHeaders.of(deployment, isStream, shown);
  }

  /** Whether the deployment has what the vendor asks for, as a key or as a header of its own. */
  static boolean hasKey(Vendor vendor, Deployment deployment) {
    return !vendor.needsKey()
        || deployment.key().isPresent()
        || deployment.credential().isPresent()
        || Secrets.ownKey(deployment).isPresent();
  }

  private static Field keyHeader(Vendor vendor, Deployment deployment, String key) {
    return switch (vendor.style()) {
      case AZURE -> new Field(API_KEY, key);
      case FOUNDRY ->
          Address.isServerless(deployment)
              ? new Field(AUTHORIZATION, "Bearer " + key)
              : new Field(API_KEY, key);
      case OPENAI -> new Field(AUTHORIZATION, "Bearer " + key);
    };
  }
}
