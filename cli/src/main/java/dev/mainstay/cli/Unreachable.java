package dev.mainstay.cli;

import dev.mainstay.temporal.TemporalAddress;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a Temporal could not be used, in words. */
final class Unreachable {
  private Unreachable() {}

  /**
   * What {@code e} says of the Temporal at {@code address}; null is the one in this process.
   *
   * @param environment what the address was made with
   */
  static String because(
      RuntimeException e, @Nullable TemporalAddress address, Map<String, String> environment) {
    Status status = Status.fromThrowable(e);
    if (address == null) {
      return "the Temporal in this process failed: " + said(status);
    }
    return switch (status.getCode()) {
      case NOT_FOUND ->
          "Temporal at "
              + address.target()
              + " has no namespace '"
              + address.namespace()
              + "'; make it, or name another (--namespace)";
      case UNAVAILABLE, DEADLINE_EXCEEDED ->
          "no Temporal answers at "
              + address.target()
              + "; start one there (temporal server start-dev), or leave --temporal out"
              + overTls(environment);
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          "Temporal at "
              + address.target()
              + " refused: "
              + said(status)
              + "; set TEMPORAL_API_KEY, or a certificate (mainstay batch --help)";
      default -> "Temporal at " + address.target() + " refused: " + said(status);
    };
  }

  // A server without TLS hangs up, as one that is not there.
  private static String overTls(Map<String, String> environment) {
    List<String> reasons =
        Stream.of("TEMPORAL_TLS", "TEMPORAL_API_KEY", "TEMPORAL_TLS_CLIENT_CERT_PATH")
            .filter(name -> !environment.getOrDefault(name, "").isBlank())
            .filter(
                name -> !name.equals("TEMPORAL_TLS") || Boolean.parseBoolean(environment.get(name)))
            .toList();
    return reasons.isEmpty()
        ? ""
        : "; it was asked over TLS, which "
            + String.join(" and ", reasons)
            + " asked for: unset that for a server without";
  }

  private static String said(Status status) {
    String description = status.getDescription();
    return description == null ? status.getCode().toString() : description;
  }
}
