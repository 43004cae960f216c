package dev.mainstay.provider.bedrock;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.PathSegment;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a deployment's model is asked. */
final class ConverseAddress {
  static final String PLAIN = "converse";
  static final String STREAMED = "converse-stream";

  private static final Pattern OF_REGION = Pattern.compile("bedrock-runtime\\.([a-z0-9-]+)\\..+");

  // By how its regions' names begin, as in the partitions of AWS's own clients.
  private static final Map<String, String> DOMAINS =
      Map.of(
          "cn-", "amazonaws.com.cn",
          "eusc-", "amazonaws.eu",
          "us-iso-", "c2s.ic.gov",
          "us-isob-", "sc2s.sgov.gov",
          "us-isof-", "csp.hci.ic.gov",
          "eu-isoe-", "cloud.adc-e.uk");

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
    String host = String.valueOf(endpoint.getHost());
    Matcher named = OF_REGION.matcher(host);
    return named.matches() && host.equals(ofRegion(named.group(1)).getHost());
  }

  private static String base(URI endpoint) {
    String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath().replaceAll("/+$", "");
    return endpoint.getScheme() + "://" + endpoint.getRawAuthority() + path;
  }

  /** https://docs.aws.amazon.com/general/latest/gr/bedrock.html */
  static URI ofRegion(String region) {
    String domain =
        DOMAINS.entrySet().stream()
            .filter(partition -> region.startsWith(partition.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("amazonaws.com");
    return URI.create("https://bedrock-runtime." + region + "." + domain);
  }
}
