package dev.mainstay.aws;

import dev.mainstay.provider.AmbientCredentials;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import java.util.Map;
import java.util.Optional;

/** What AWS's own clients would find, for deployments of Bedrock that have no key. */
public final class AwsSurroundings implements AmbientCredentials {
  private static final String BEDROCK = "bedrock";

  @Override
  public Optional<Credential> find(
      Deployment deployment, Map<String, String> environment, TimeSource time) {
    return deployment.provider().equals(BEDROCK)
        ? Optional.of(AwsCredential.builder().environment(environment).build(time))
        : Optional.empty();
  }
}
