package dev.mainstay.call;

import java.util.Locale;

/** How a deployment is asked to go on with an answer that broke. */
public enum RecoveryForm {
  /** By an assistant's message, begun but not ended, which it continues. */
  PREFILL,
  /** By a message that asks for the rest, joined at a verified anchor. */
  ANCHOR,
  /** By the request as it was, since nothing of the answer had come that could be joined. */
  ORIGINAL,
  /** By the request as it was; the answer starts over. */
  RESTART;

  /** The form in one word, as in {@code prefill}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
