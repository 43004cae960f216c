package dev.mainstay.call;

import java.time.Duration;

/**
 * A break after output that a stream has survived.
 *
 * @param failure the name of the failure's kind that broke it, as in {@code Truncated}
 * @param deployment the deployment that went on
 * @param form how it went on: {@code prefill}, {@code anchor}, {@code original} or {@code restart}
 * @param gap the time from the break to the first new output
 */
public record Recovery(String failure, String deployment, String form, Duration gap) {}
