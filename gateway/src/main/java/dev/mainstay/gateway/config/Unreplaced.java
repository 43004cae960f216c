package dev.mainstay.gateway.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people write where they mean a variable or have not written a key yet, and which would be
 * sent as the key.
 */
final class Unreplaced {
  private static final String REMEDY = "; write os.environ/NAME instead";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\{\\{.*}}|%\\w+%|os\\.(?:environ|getenv).*|(?:env|ENV)[./:\\[(].*|process\\.env\\..*",
          Pattern.DOTALL);
  private static final Pattern PLACEHOLDER = Pattern.compile("<.*>", Pattern.DOTALL);
  private static final Pattern VARIABLE =
      Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_API_KEY(?:_[A-Z0-9]+)*");

  private Unreplaced() {}

  /** Why {@code key} cannot be a key, if it cannot; the key itself is not shown. */
  static Optional<String> mistake(String key) {
    if (key.startsWith("$")) {
      return Optional.of("'$...', which nothing replaces" + REMEDY);
    }
    if (REFERENCE.matcher(key).matches()) {
      return Optional.of("a variable in a form that nothing replaces" + REMEDY);
    }
    return PLACEHOLDER.matcher(key).matches()
        ? Optional.of("a placeholder; write the key, or os.environ/NAME")
        : Optional.empty();
  }

  /** Why {@code key} may not be what was meant; it is sent, since some servers take any key. */
  static Optional<String> doubt(String key) {
    return VARIABLE.matcher(key).matches()
        ? Optional.of(
            "called as a variable would be, and is sent as it is; os.environ/NAME means one")
        : Optional.empty();
  }
}
