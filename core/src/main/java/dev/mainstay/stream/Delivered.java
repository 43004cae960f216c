package dev.mainstay.stream;

/**
 * What has gone out to the caller before the stream broke.
 *
 * @param text the text
 * @param reasoning whether any reasoning went out
 * @param refusal whether any of a refusal went out
 * @param toolCall whether any of a tool call went out
 */
public record Delivered(String text, boolean reasoning, boolean refusal, boolean toolCall) {

  /** Nothing has gone out. */
  public static Delivered nothing() {
    return new Delivered("", false, false, false);
  }

  /** Text has gone out, and nothing else. */
  public static Delivered text(String text) {
    return new Delivered(text, false, false, false);
  }

  /** Whether anything has gone out. */
  public boolean isOutput() {
    return !text.isEmpty() || reasoning || refusal || toolCall;
  }
}
