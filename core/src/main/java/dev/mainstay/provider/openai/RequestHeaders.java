package dev.mainstay.provider.openai;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.openai.Vendor.Style;
import dev.mainstay.provider.wire.Secrets;
import dev.mainstay.provider.wire.WireHeaders;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.util.ArrayList;
import java.util.List;

/** The headers of a request, with the key as the vendor wants it. */
final class RequestHeaders {
  private static final String AUTHORIZATION = "Authorization";
  private static final String API_KEY = "api-key";
  // Foundry answers 400 to a field that its API does not have, as stream_options, unless it is told
  // to pass it on to the model.
  // https://learn.microsoft.com/azure/ai-studio/reference/reference-model-inference-api
  private static final Field PASSING_ON = new Field("extra-parameters", "pass-through");

  private RequestHeaders() {}

  static Headers of(Vendor vendor, Deployment deployment, boolean isStream) {
    List<Field> own = new ArrayList<>();
    deployment.key().ifPresent(key -> own.add(keyHeader(vendor, deployment, key.reveal())));
    if (vendor.style() == Style.FOUNDRY) {
      own.add(PASSING_ON);
    }
    return WireHeaders.of(deployment, isStream, own);
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
