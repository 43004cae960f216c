package dev.mainstay.google;

import dev.mainstay.provider.AmbientCredentials;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Google's own clients would find, for deployments of Vertex AI that say nothing else: the
 * credentials, the project that the environment or the key names, and the location.
 */
public final class GoogleSurroundings implements AmbientCredentials {
  private static final Set<String> PROVIDERS = Set.of("vertex_ai", "vertex_ai_beta");
  private static final List<String> PROJECTS =
      List.of("VERTEXAI_PROJECT", "VERTEX_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT");
  private static final List<String> LOCATIONS =
      List.of(
          "VERTEXAI_LOCATION", "VERTEX_LOCATION", "GOOGLE_CLOUD_LOCATION", "GOOGLE_CLOUD_REGION");
  private static final List<String> KEYS =
      List.of("VERTEXAI_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS");

  // Nobody asks there: a key that cannot be read fails the call first, and tells why.
  private static final String NOBODYS = "unknown";

  /** Whether Vertex AI is called {@code provider}. */
  public static boolean areOf(String provider) {
    return PROVIDERS.contains(provider);
  }

  /** The project that {@code environment} names. */
  public static Optional<String> project(Map<String, String> environment) {
    return variable(PROJECTS, environment);
  }

  /** The location that {@code environment} names. */
  public static Optional<String> location(Map<String, String> environment) {
    return variable(LOCATIONS, environment);
  }

  /**
   * The key that {@code environment} names: the path to its file, or its text, which begins with a
   * brace; nothing where it names none. Its text is a secret.
   */
  public static Optional<String> keyNamed(Map<String, String> environment) {
    return variable(KEYS, environment).map(String::strip);
  }

  @Override
  public Optional<Credential> find(
      Deployment deployment, Map<String, String> environment, TimeSource time) {
    return areOf(deployment.provider())
        ? Optional.of(GoogleCredential.of(readable(environment), deployment.proxies(), time))
        : Optional.empty();
  }

  @Override
  public Optional<URI> endpoint(Deployment deployment, Map<String, String> environment) {
    if (!areOf(deployment.provider())) {
      return Optional.empty();
    }
    String location =
        location(environment).orElseGet(() -> Vertex.usualLocation(deployment.model()));
    return project(environment)
        .or(() -> project(readable(environment), deployment))
        .filter(Vertex::isName)
        .filter(project -> Vertex.isName(location))
        .map(project -> Vertex.endpoint(project, location));
  }

  private static Optional<String> project(GoogleKey key, Deployment deployment) {
    boolean isForKey = key.problem().isPresent() && !KnownProvider.hasKey(deployment);
    return isForKey ? Optional.of(NOBODYS) : key.project();
  }

  // What is wrong with it the first call will tell. The machine's own identity may be anybody's.
  private static GoogleKey readable(Map<String, String> environment) {
    try {
      return key(environment);
    } catch (IOException e) {
      return unreadable(environment, "the file cannot be read");
    } catch (IllegalArgumentException e) {
      return unreadable(environment, String.valueOf(e.getMessage()));
    }
  }

  private static GoogleKey key(Map<String, String> environment) throws IOException {
    Optional<String> named = keyNamed(environment);
    if (named.isEmpty()) {
      return GoogleKey.ofMachine();
    }
    return named.get().startsWith("{") ? GoogleKey.of(named.get()) : GoogleKey.in(named.get());
  }

  private static GoogleKey unreadable(Map<String, String> environment, String why) {
    String name =
        KEYS.stream()
            .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
            .findFirst()
            .orElseThrow();
    return GoogleKey.unreadable(
        name + " names no key of Google's: " + why + "; correct it, or unset it to be the machine");
  }

  private static Optional<String> variable(List<String> names, Map<String, String> environment) {
    return names.stream()
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }
}
