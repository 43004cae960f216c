package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.policy.CallOptions;

/**
 * Who retries a call: the gateway, and then nobody above it should; or, where its retries are set
 * to 0, whoever is above (SEMANTICS 2.9). So errors are told.
 */
record RetryOwnership(Mainstay mainstay) {
  /** Whether the gateway retries calls to {@code model}. */
  boolean isOurs(String model, CallOptions options) {
    return !mainstay.retries(model, options).isOff();
  }

  /**
   * What the caller is told of {@code failure}, by which the call that {@code ended} has failed.
   */
  ApiError error(Failure failure, MainstayException ended, String model, CallOptions options) {
    ApiError error = ApiError.of(failure, ended.metadata());
    // 408 says that the caller's own time ran out; the configuration's total_timeout is our
    // impatience.
    if (error.status() == 408 && options.timeout().isEmpty()) {
      error = error.withStatus(504);
    }
    boolean mayNobodyElse = !ended.metadata().attempts().isEmpty() && isOurs(model, options);
    return mayNobodyElse ? error.with("x-should-retry", "false") : error;
  }
}
