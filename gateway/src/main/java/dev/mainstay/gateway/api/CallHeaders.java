package dev.mainstay.gateway.api;

import static java.util.stream.Collectors.joining;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.WaitReason;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The story of a call as headers, under Mainstay's names and those that LiteLLM's tooling reads.
 */
final class CallHeaders {
  private static final String REQUEST_ID = "x-request-id";
  private static final String RETRIES = "x-mainstay-retries";
  private static final String LITELLM_RETRIES = "x-litellm-attempted-retries";
  private static final String FALLBACKS = "x-mainstay-fallbacks";
  private static final String LITELLM_FALLBACKS = "x-litellm-attempted-fallbacks";
  private static final String COST = "x-mainstay-cost";
  private static final String LITELLM_COST = "x-litellm-response-cost";
  private static final String DURATION = "x-mainstay-duration-ms";
  private static final String LITELLM_DURATION = "x-litellm-response-duration-ms";
  private static final String OVERHEAD = "x-mainstay-overhead-ms";
  private static final String LITELLM_OVERHEAD = "x-litellm-overhead-duration-ms";

  // A caller may name a group that is not one, at any length; long heads are refused on their way.
  private static final int LONGEST = 256;

  private CallHeaders() {}

  /**
   * What goes with an answer that has no call behind it: an id nevertheless, which clients show.
   */
  static Headers withoutCall() {
    return Headers.of(REQUEST_ID, UUID.randomUUID().toString());
  }

  /** What is known of a call that has no answer yet. */
  static Headers ofBegun(String callId, String group) {
    return Headers.of(begun(callId, group));
  }

  static Headers of(CallMetadata metadata) {
    List<Field> headers = begun(metadata.callId(), metadata.group());
    Optional<String> deployment = metadata.deployment();
    if (deployment.isPresent()) {
      both(headers, "x-mainstay-deployment", "x-litellm-model-id", deployment.get());
    }
    if (metadata.waited().isPositive()) {
      headers.add(new Field("x-mainstay-waited-ms", millis(metadata.waited())));
      headers.add(new Field("x-mainstay-waited-for", reasons(metadata)));
    }
    headers.add(new Field("x-mainstay-attempts", Integer.toString(metadata.attempts().size())));
    both(headers, RETRIES, LITELLM_RETRIES, Integer.toString(metadata.retryCount()));
    both(headers, FALLBACKS, LITELLM_FALLBACKS, Integer.toString(metadata.fallbackCount()));
    headers.add(new Field("x-mainstay-recoveries", Integer.toString(metadata.recoveries().size())));
    metadata.cost().ifPresent(cost -> both(headers, COST, LITELLM_COST, dollars(cost)));
    both(headers, DURATION, LITELLM_DURATION, millis(metadata.duration()));
    both(headers, OVERHEAD, LITELLM_OVERHEAD, millis(metadata.overhead()));
    return Headers.of(headers);
  }

  private static String reasons(CallMetadata metadata) {
    return metadata.waitReasons().stream().map(WaitReason::word).collect(joining(", "));
  }

  /** The id that {@code story} tells. */
  static String requestId(Headers story) {
    return story.first(REQUEST_ID).orElse("");
  }

  private static List<Field> begun(String callId, String group) {
    List<Field> headers = new ArrayList<>(16);
    headers.add(new Field(REQUEST_ID, callId));
    both(headers, "x-mainstay-call-id", "x-litellm-call-id", callId);
    both(headers, "x-mainstay-group", "x-litellm-model-group", group);
    return headers;
  }

  /**
   * {@code value} as a header can hold it: names of groups and deployments are users' own words,
   * and may hold what no header can.
   */
  static String safe(String value) {
    String shown = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    for (int i = 0; i < shown.length(); i++) {
      if (!isFit(shown.charAt(i))) {
        return withoutUnfit(shown);
      }
    }
    return shown;
  }

  // A character beyond the first 65,536 counts once.
  private static String withoutUnfit(String shown) {
    StringBuilder fit = new StringBuilder(shown.length());
    shown.codePoints().forEach(c -> fit.append(c <= '~' && isFit((char) c) ? (char) c : '?'));
    return fit.toString();
  }

  private static boolean isFit(char c) {
    return c >= ' ' && c <= '~';
  }

  private static void both(List<Field> headers, String own, String litellm, String value) {
    String safe = safe(value);
    headers.add(new Field(own, safe));
    headers.add(new Field(litellm, safe));
  }

  private static String dollars(double cost) {
    return new BigDecimal(cost, MathContext.DECIMAL32).stripTrailingZeros().toPlainString();
  }

  private static String millis(Duration duration) {
    long micros = duration.toNanos() / 1000;
    long rest = micros % 1000;
    return micros / 1000 + (rest < 10 ? ".00" : rest < 100 ? ".0" : ".") + rest;
  }
}
