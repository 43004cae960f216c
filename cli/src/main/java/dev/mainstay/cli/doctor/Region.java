package dev.mainstay.cli.doctor;

import dev.mainstay.provider.Deployment;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The region that a deployment is asked in, where its name or its address tells one. */
final class Region {
  private static final String NAME = "([a-z]{2,4}(?:-[a-z]+)+-\\d{1,2})";
  // us-east-1/model, converse/us-east-1/model, arn:aws:bedrock:us-east-1:...
  private static final Pattern IN_MODEL =
      Pattern.compile(
          "^(?:converse/|invoke/)?(?:[a-z0-9_-]+/)?(?:arn:aws[a-z-]*:[a-z]+:)?" + NAME + "[/:]");
  private static final Pattern IN_HOST =
      Pattern.compile("\\." + NAME + "\\.(?:amazonaws|s?c2s|cloud|csp)\\.");
  private static final Pattern IN_PATH = Pattern.compile("/locations/([^/]+)");

  private Region() {}

  /** The region of {@code deployment}, which has its endpoint. */
  static Optional<String> of(Deployment deployment) {
    return switch (deployment.provider()) {
      case "bedrock" ->
          found(IN_MODEL, deployment.model())
              .or(() -> deployment.endpoint().map(URI::toString).flatMap(at -> found(IN_HOST, at)));
      case "vertex_ai", "vertex_ai_beta" ->
          deployment.endpoint().map(URI::toString).flatMap(at -> found(IN_PATH, at));
      default -> Optional.empty();
    };
  }

  private static Optional<String> found(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
