package dev.mainstay.gateway.config;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must show in no message. Messages quote no value that is meant as a secret; this is for the
 * secret that stands where none belongs, as one does in a file with a slip in it.
 */
final class ConfigSecrets {
  private static final String MASK = "***";

  // Whoever needs no key writes "none", "ollama" or "not-needed": hiding that would hide the
  // message.
  private static final Pattern REAL = Pattern.compile("(?=.*\\d).{6,}|.{24,}");

  private static final String NAME =
      "(?:key|secret|password|passwd|token|credentials?|authorization|license)";
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*" + NAME + "|.*" + NAME + "[_-]?id");
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?i)"
              + NAME
              + "[\"']?\\s*[:=]\\s*[\"'\\[{(|>-]*\\s*(?:bearer\\s+)?[\"']?([^\\s\"',\\]}#]+)");
  // Models are called pplx-70b-online and xai-grok-4: there only a long run of letters and digits
  // is a key.
  private static final Pattern KEY_SHAPE =
      Pattern.compile(
          "(?i:bearer)\\s+[^\\s'\"]+"
              + "|(?<![A-Za-z0-9])(?:sk-|pk-|rk-|nvapi-|AIza|eyJ)[\\w.-]{4,}"
              + "|(?<![A-Za-z0-9])(?:gsk_|hf_|xai-|pplx-|csk-|fw_)(?=[A-Za-z]*\\d)[A-Za-z0-9]{12}[\\w.-]*");
  private static final Pattern USER_OF_URL = Pattern.compile("(?<=//)[^/\\s'\"@]+@");

  private final Set<String> known =
      new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(s -> s));

  /** Whether a key of this name, as in {@code api_key}, holds a secret. */
  static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name).matches();
  }

  /** Hides {@code value} from now on. */
  void add(String value) {
    String secret = value.strip();
    if (REAL.matcher(secret).matches() && !Environment.isReference(secret)) {
      known.add(secret);
    }
  }

  /** Hides what {@code text} assigns to names of secrets, be it YAML or nearly so. */
  void addFrom(String text) {
    Matcher assignment = ASSIGNMENT.matcher(text);
    while (assignment.find()) {
      add(assignment.group(1));
    }
  }

  /** Whether {@code text} holds a secret. */
  boolean isIn(String text) {
    return !scrub(text).equals(text);
  }

  /** {@code message} without any secret. */
  String scrub(String message) {
    String scrubbed = message;
    for (String secret : known) {
      scrubbed = scrubbed.replace(secret, MASK);
    }
    String withoutUsers = USER_OF_URL.matcher(scrubbed).replaceAll(MASK + "@");
    return KEY_SHAPE.matcher(withoutUsers).replaceAll(MASK);
  }
}
