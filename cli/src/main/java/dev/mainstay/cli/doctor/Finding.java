package dev.mainstay.cli.doctor;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.Deployment;
import java.time.Duration;

/** What asking a deployment has shown. */
sealed interface Finding {
  /** Whom it is about. */
  Deployment deployment();

  /** It answered, in {@code took}. */
  record Sound(Deployment deployment, Duration took) implements Finding {}

  /** It failed. */
  record Ill(Deployment deployment, Failure failure) implements Finding {}

  /** It was not asked, for {@code reason}. */
  record Skipped(Deployment deployment, String reason) implements Finding {}
}
