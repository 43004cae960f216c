package dev.mainstay.provider.bedrock;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.PathSegment;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a deployment's model is asked. */
final class ConverseAddress {
  static final String PLAIN = "converse";
  static final String STREAMED = "converse-stream";

  private static final Pattern OF_REGION =
      Pattern.compile("bedrock-runtime\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");

  private static final Pattern PROFILE =
      Pattern.compile("^(?:us|eu|apac|global|us-gov|jp|au|ca)\\.");

  private ConverseAddress() {}

  /**
   * The address of {@code operation}: at the deployment's endpoint, but where the model's name
   * tells a region, and the endpoint is AWS's own in another one, in that. Nothing where neither
   * tells one.
   */
  static Optional<URI> of(Deployment deployment, String operation) {
    BedrockModel model = BedrockModel.of(deployment.model());
    return base(deployment.endpoint(), model.region())
        .map(base -> URI.create(base + "/model/" + PathSegment.of(model.id()) + "/" + operation));
  }

  /** Where tokens are counted: by models, not by the profiles of regions. */
  static Optional<URI> ofCounts(Deployment deployment) {
    BedrockModel model = BedrockModel.of(deployment.model());
    String bare = PROFILE.matcher(model.id()).replaceFirst("");
    return base(deployment.endpoint(), model.region())
        .map(base -> URI.create(base + "/model/" + PathSegment.of(bare) + "/count-tokens"));
  }

  private static Optional<String> base(Optional<URI> endpoint, Optional<String> region) {
    return region
        .filter(named -> endpoint.filter(own -> !isOfRegion(own)).isEmpty())
        .map(ConverseAddress::ofRegion)
        .or(() -> endpoint)
        .map(ConverseAddress::base);
  }

  private static boolean isOfRegion(URI endpoint) {
    return OF_REGION.matcher(String.valueOf(endpoint.getHost())).matches();
  }

  private static String base(URI endpoint) {
    String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath().replaceAll("/+$", "");
    return endpoint.getScheme() + "://" + endpoint.getRawAuthority() + path;
  }

  /** https://docs.aws.amazon.com/general/latest/gr/bedrock.html */
  static URI ofRegion(String region) {
    String suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return URI.create("https://bedrock-runtime." + region + "." + suffix);
  }
}
