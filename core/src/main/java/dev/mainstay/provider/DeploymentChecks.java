package dev.mainstay.provider;

import dev.mainstay.transport.Authority;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be checked of a deployment without asking anybody. */
final class DeploymentChecks {
  private DeploymentChecks() {}

  /**
   * Requires that {@code deployment} can work.
   *
   * @throws IllegalArgumentException naming what cannot, and the remedy
   */
  static void require(Deployment deployment) {
    String id = deployment.id();
    deployment.tags().forEach(tag -> Objects.requireNonNull(tag, "tag"));
    double share = deployment.weight().orElse(0);
    if (!(share >= 0 && Double.isFinite(share))) {
      throw new IllegalArgumentException(
          "weight of " + id + " is " + share + "; use a finite number, 0 or more");
    }
    requirePositive("rpm", id, deployment.rpm());
    requirePositive("tpm", id, deployment.tpm());
    requirePositive("timeout", id, deployment.timeout());
    requirePositive("stream timeout", id, deployment.streamTimeout());
    int places = deployment.maxParallelRequests().orElse(1);
    if (places <= 0) {
      throw new IllegalArgumentException(
          "max parallel requests of " + id + " is " + places + "; use a number above 0");
    }
    if (!PathSegment.isSafe(deployment.model())) {
      throw new IllegalArgumentException(
          "the model of " + id + " has '.' or '..' for a name or part of one; use a model's name");
    }
    if (deployment.apiVersion().filter(version -> !Deployment.isApiVersion(version)).isPresent()) {
      throw new IllegalArgumentException(
          "API version of " + id + " is not a version; use one such as 2024-10-21");
    }
    deployment.endpoint().ifPresent(DeploymentChecks::requireHttp);
  }

  private static void requirePositive(String what, String id, OptionalLong value) {
    if (value.isPresent() && value.getAsLong() <= 0) {
      throw new IllegalArgumentException(
          what + " of " + id + " is " + value.getAsLong() + "; use a number above 0");
    }
  }

  private static void requirePositive(String what, String id, Optional<Duration> value) {
    if (value.isPresent() && !value.get().isPositive()) {
      throw new IllegalArgumentException(
          what + " of " + id + " is " + value.get() + "; use a duration above zero");
    }
  }

  private static void requireHttp(URI endpoint) {
    String scheme = endpoint.getScheme();
    if (Authority.of(endpoint).isEmpty() || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "the endpoint '"
              + ToldAddress.of(endpoint)
              + "' is not a base URL; write one such as https://host/v1");
    }
  }
}
