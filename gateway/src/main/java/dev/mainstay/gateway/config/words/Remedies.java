package dev.mainstay.gateway.config.words;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;
import java.util.Optional;

/** Which key of the configuration helps against what. */
public final class Remedies {
  // As Java's users know it, and as requests and the configuration have it.
  private static final String POLICY = "ParameterPolicy.withDropsUnsupported";
  private static final String POLICY_KEY = "drop_params";

  private Remedies() {}

  /** What keeps others out of a gateway that has no master key. */
  public static String againstOpenGateway() {
    return "set general_settings.master_key";
  }

  /**
   * What callers are told of {@code failure}: in the words of the configuration, remedy and all.
   */
  public static String told(Failure failure) {
    return inKeys(failure.messageToCaller()) + against(failure);
  }

  /** {@code message} with the keys of the configuration in place of Java's words for the same. */
  public static String inKeys(String message) {
    return message
        .replace(POLICY, POLICY_KEY)
        .replace("give the deployment a key", "set " + ConfigKey.API_KEY)
        .replace("give the deployment one, such as", "set " + ConfigKey.API_BASE + ", such as")
        .replace(
            "give the deployment the endpoint of one, such as",
            "set " + ConfigKey.API_BASE + ", such as");
  }

  /** The keys that say by which identity a deployment at {@code provider} is asked. */
  public static String identityAt(String provider) {
    return switch (provider) {
      case "bedrock" ->
          "aws_access_key_id and aws_secret_access_key, aws_profile_name or aws_role_name";
      case "vertex_ai", "vertex_ai_beta" -> "vertex_credentials";
      case "azure", "azure_ai" -> "tenant_id, client_id and client_secret";
      default -> ConfigKey.API_KEY.toString();
    };
  }

  /** What helps against {@code failure}, to be put after its message; empty where no key does. */
  private static String against(Failure failure) {
    return failure instanceof Failure.TimedOut late
        ? key(late.phase()).map(key -> "; raise " + key + " to wait longer").orElse("")
        : "";
  }

  /** What helps against a refusal with {@code code}, to be put after its message. */
  public static String againstRefusal(String code) {
    return switch (code) {
      case "body_too_large" -> "; max_request_size_mb in general_settings allows more";
      case "headers_too_large" -> "; max_header_size_kb in general_settings allows more";
      default -> "";
    };
  }

  private static Optional<String> key(TimeoutPhase phase) {
    return switch (phase) {
      case FIRST_TOKEN, IDLE -> Optional.of("stream_timeout");
      case ATTEMPT -> Optional.of("timeout");
      case UNTIL_OUTPUT -> Optional.of("until_output_timeout");
      case CONNECT, TOTAL, PROVIDER -> Optional.empty();
    };
  }
}
