package dev.mainstay.gateway.api;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The story of a call as headers, under Mainstay's names and those that LiteLLM's tooling reads.
 */
final class CallHeaders {
  private static final String REQUEST_ID = "x-request-id";
  // A caller may name a group that is none, at any length; long heads are refused on their way.
  private static final int LONGEST = 256;
  // Names of groups and deployments are users' own words, and may hold what no header can.
  private static final Pattern UNFIT = Pattern.compile("[^\\x20-\\x7e]");

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
    metadata.deployment().ifPresent(id -> both(headers, "deployment", "model-id", id));
    headers.add(new Field("x-mainstay-attempts", Integer.toString(metadata.attempts().size())));
    both(headers, "retries", "attempted-retries", Integer.toString(metadata.retryCount()));
    both(headers, "fallbacks", "attempted-fallbacks", Integer.toString(metadata.fallbackCount()));
    headers.add(new Field("x-mainstay-recoveries", Integer.toString(metadata.recoveries().size())));
    metadata.cost().ifPresent(cost -> both(headers, "cost", "response-cost", dollars(cost)));
    both(headers, "duration-ms", "response-duration-ms", millis(metadata.duration()));
    both(headers, "overhead-ms", "overhead-duration-ms", millis(metadata.overhead()));
    return Headers.of(headers);
  }

  /** The id that {@code story} tells. */
  static String requestId(Headers story) {
    return story.first(REQUEST_ID).orElse("");
  }

  private static List<Field> begun(String callId, String group) {
    List<Field> headers = new ArrayList<>(16);
    headers.add(new Field(REQUEST_ID, callId));
    both(headers, "call-id", "call-id", callId);
    both(headers, "group", "model-group", group);
    return headers;
  }

  /** {@code value} as a header can hold it. */
  static String safe(String value) {
    String shown = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    return UNFIT.matcher(shown).replaceAll("?");
  }

  private static void both(List<Field> headers, String own, String litellm, String value) {
    String safe = safe(value);
    headers.add(new Field("x-mainstay-" + own, safe));
    headers.add(new Field("x-litellm-" + litellm, safe));
  }

  private static String dollars(double cost) {
    return new BigDecimal(cost, MathContext.DECIMAL32).stripTrailingZeros().toPlainString();
  }

  private static String millis(Duration duration) {
    long micros = duration.toNanos() / 1000;
    return micros / 1000 + "." + String.format("%03d", micros % 1000);
  }
}
