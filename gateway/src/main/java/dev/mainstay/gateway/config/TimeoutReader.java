package dev.mainstay.gateway.config;

import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.Timeouts;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads how long things may take, and how long to wait between them. */
record TimeoutReader(Values values) {

  Timeouts timeouts(Section router, Section litellm) {
    Timeouts t = GatewayConfig.DEFAULT_TIMEOUTS;
    t = with(t, litellm.get("request_timeout", values::seconds), Timeouts::withAttempt);
    t = with(t, seconds(router, "timeout"), Timeouts::withAttempt);
    t = with(t, seconds(router, "stream_timeout"), Timeouts::withStream);
    t = with(t, seconds(router, "connect_timeout"), Timeouts::withConnect);
    t = with(t, seconds(router, "first_token_timeout"), Timeouts::withFirstToken);
    t = with(t, seconds(router, "idle_timeout"), Timeouts::withIdle);
    t = with(t, seconds(router, "total_timeout"), Timeouts::withTotal);
    t = with(t, seconds(router, "until_output_timeout"), Timeouts::withUntilOutput);
    return with(t, seconds(router, "until_recovered_timeout"), Timeouts::withUntilRecovered);
  }

  Backoff backoff(Section router) {
    Backoff b = Backoff.defaults();
    b = with(b, router.get("retry_after", values::secondsOrZero), Backoff::withFloor);
    b = with(b, router.get("max_retry_wait", values::secondsOrZero), Backoff::withMaxRetryWait);
    return with(
        b, router.get("fallback_patience", values::secondsOrZero), Backoff::withFallbackPatience);
  }

  private Optional<Duration> seconds(Section router, String key) {
    return router.get(key, values::seconds);
  }

  private static <T> T with(T whole, Optional<Duration> part, BiFunction<T, Duration, T> change) {
    return part.map(duration -> change.apply(whole, duration)).orElse(whole);
  }
}
