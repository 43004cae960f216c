package dev.mainstay.provider;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.util.List;

/** An attempt that failed before anything could be sent. */
public record FailedStream(Failure failure) implements ProviderStream {

  /**
   * The attempt at a deployment that has no key.
   *
   * @param variables the environment variables that may hold one
   * @param otherwise how else one is given, as in "give the deployment a key"
   */
  public static FailedStream withoutKey(
      Deployment deployment, List<String> variables, String otherwise) {
    String set = variables.isEmpty() ? "" : "set " + String.join(" or ", variables) + ", or ";
    return new FailedStream(
        new Failure.Unauthenticated(
            FailureDetail.of("there is no key for " + deployment.id() + "; " + set + otherwise)));
  }

  /** The attempt at a deployment that has no key, which may be given one. */
  public static FailedStream withoutKey(Deployment deployment, List<String> variables) {
    return withoutKey(deployment, variables, "give the deployment a key");
  }

  /**
   * The attempt at a deployment that does not say where it is.
   *
   * @param remedy how it is said, as in "set ACME_API_BASE, or give the deployment one"
   */
  public static FailedStream withoutEndpoint(Deployment deployment, String remedy) {
    return new FailedStream(
        new Failure.NotFound(
            FailureDetail.of("there is no endpoint for " + deployment.id() + "; " + remedy)));
  }

  @Override
  public Step next() {
    return new Broken(failure);
  }

  @Override
  public void abort(Failure cause) {}

  @Override
  public void close() {}
}
