package dev.mainstay.provider;

import dev.mainstay.time.TimeSource;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what proves who asks in the place where a program runs: a cloud's metadata, files in a home
 * directory. Modules beside the core offer theirs to {@link java.util.ServiceLoader}, so that
 * having one on the class path is enough.
 */
public interface AmbientCredentials {
  /**
   * The credential for a deployment that has neither key nor credential; nothing where it is of
   * another provider. Asks nobody: whether there is one is found out when it is needed.
   *
   * @param environment the environment's variables
   * @param time the clock that the credential goes by
   */
  Optional<Credential> find(
      Deployment deployment, Map<String, String> environment, TimeSource time);

  /**
   * Where a deployment is that has no endpoint, if the surroundings tell that; nothing by default.
   * Asks nobody but files.
   *
   * @param environment the environment's variables
   */
  default Optional<URI> endpoint(Deployment deployment, Map<String, String> environment) {
    return Optional.empty();
  }
}
