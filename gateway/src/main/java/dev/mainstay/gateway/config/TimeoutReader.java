package dev.mainstay.gateway.config;

import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.Timeouts;

/** Reads how long things may take, and how long to wait between them. */
record TimeoutReader(Values values, Section router) {

  Timeouts timeouts(Timeouts defaults, Section litellm) {
    Timeouts t = defaults;
    t = litellm.with(t, "request_timeout", values::seconds, Timeouts::withAttempt);
    t = router.with(t, "timeout", values::seconds, Timeouts::withAttempt);
    t = router.with(t, "stream_timeout", values::seconds, Timeouts::withStream);
    t = router.with(t, "connect_timeout", values::seconds, Timeouts::withConnect);
    t = router.with(t, "first_token_timeout", values::seconds, Timeouts::withFirstToken);
    t = router.with(t, "idle_timeout", values::seconds, Timeouts::withIdle);
    t = router.with(t, "total_timeout", values::seconds, Timeouts::withTotal);
    t = router.with(t, "until_output_timeout", values::seconds, Timeouts::withUntilOutput);
    return router.with(t, "until_recovered_timeout", values::seconds, Timeouts::withUntilRecovered);
  }

  Backoff backoff() {
    Backoff b = Backoff.defaults();
    b = router.with(b, "retry_after", values::secondsOrZero, Backoff::withMinDelay);
    b = router.with(b, "max_retry_wait", values::secondsOrZero, Backoff::withMaxRetryWait);
    return router.with(
        b, "fallback_patience", values::secondsOrZero, Backoff::withFallbackPatience);
  }
}
