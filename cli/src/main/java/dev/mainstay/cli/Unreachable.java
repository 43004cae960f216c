package dev.mainstay.cli;

import dev.mainstay.temporal.TemporalAddress;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Why a Temporal could not be used, in words. */
final class Unreachable {
  private Unreachable() {}

  /** What {@code e} says of the Temporal at {@code address}; null is the one in this process. */
  static String because(RuntimeException e, @Nullable TemporalAddress address) {
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
              + "; start one there (temporal server start-dev), or leave --temporal out";
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          "Temporal at "
              + address.target()
              + " refused: "
              + said(status)
              + "; set TEMPORAL_API_KEY, or a certificate (mainstay batch --help)";
      default -> "Temporal at " + address.target() + " refused: " + said(status);
    };
  }

  private static String said(Status status) {
    String description = status.getDescription();
    return description == null ? status.getCode().toString() : description;
  }
}
