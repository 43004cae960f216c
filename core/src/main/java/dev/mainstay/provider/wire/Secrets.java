package dev.mainstay.provider.wire;

import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.transport.Headers.Field;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What of a deployment must not be told, and the scrubber that takes it out of a provider's words.
 */
public final class Secrets {
  private static final int SHORTEST_SECRET = 8;
  private static final String API_VERSION = "api-version=";
  private static final String AUTHORIZATION = "Authorization";
  private static final List<String> KEY_HEADERS = List.of("api-key", "x-api-key", "x-goog-api-key");

  private Secrets() {}

  /** Takes the key of {@code deployment}, and what its own headers keep secret, out of a text. */
  public static UnaryOperator<String> scrubber(Deployment deployment) {
    return text -> {
      String scrubbed = text;
      for (Secret secret : all(deployment)) {
        scrubbed = secret.scrub(scrubbed);
      }
      Optional<Credential> credential = deployment.credential();
      return credential.isEmpty() ? scrubbed : credential.get().scrub(scrubbed);
    };
  }

  private static List<Secret> all(Deployment deployment) {
    return Stream.of(deployment.key().stream(), secrets(deployment), ofQuery(deployment))
        .flatMap(stream -> stream)
        .toList();
  }

  /** What stands in the query of its endpoint: some proxies take their key there. */
  private static Stream<Secret> ofQuery(Deployment deployment) {
    return deployment.endpoint().map(URI::getRawQuery).stream()
        .flatMap(query -> Arrays.stream(query.split("&")))
        .filter(field -> !field.startsWith(API_VERSION))
        .map(field -> field.substring(field.indexOf('=') + 1))
        .filter(value -> value.length() >= SHORTEST_SECRET && isPrintable(value))
        .map(Secret::of);
  }

  /** The key in a header that the deployment sets itself. */
  public static Optional<Secret> ownKey(Deployment deployment) {
    return deployment
        .headers()
        .first(AUTHORIZATION)
        .map(Secrets::withoutScheme)
        .or(() ->
            KEY_HEADERS.stream()
                .flatMap(name -> deployment.headers().first(name).stream())
                .findFirst())
        .map(String::strip)
        .filter(value -> !value.isEmpty() && isPrintable(value))
        .map(Secret::of);
  }

  private static String withoutScheme(String authorization) {
    return authorization.substring(authorization.indexOf(' ') + 1);
  }

  private static boolean isPrintable(String value) {
    return value.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /**
   * What the deployment's own headers may keep secret: the key among them, and every word that is
   * as long as one. A header may hold a token under any name, after any scheme.
   */
  private static Stream<Secret> secrets(Deployment deployment) {
    return Stream.concat(
        ownKey(deployment).stream(),
        deployment.headers().entries().stream()
            .map(Field::value)
            .flatMap(Secrets::words)
            .filter(word -> word.length() >= SHORTEST_SECRET && isPrintable(word))
            .distinct()
            .map(Secret::of));
  }

  /** The words of {@code value}, with the separators in them and without. */
  private static Stream<String> words(String value) {
    String blanks = value.replace('\t', ' ');
    return Stream.of(blanks, blanks.replace(',', ' ').replace(';', ' '))
        .flatMap(text -> Arrays.stream(text.split(" ", -1)));
  }
}
