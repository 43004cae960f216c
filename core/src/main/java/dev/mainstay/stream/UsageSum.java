package dev.mainstay.stream;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;

/** The usage of an answer over the attempts that made it. Not thread-safe. */
public final class UsageSum {

  /** An attempt told its usage. */
  public void add(Usage usage) {
    throw new UnsupportedOperationException();
  }

  /** An attempt told none: what {@code request} and {@code text} come to is estimated. */
  public void addEstimate(ChatRequest request, String text) {
    throw new UnsupportedOperationException();
  }

  /** The sum. */
  public Usage usage() {
    throw new UnsupportedOperationException();
  }

  /** Whether any part of the sum is an estimate. */
  public boolean isEstimated() {
    throw new UnsupportedOperationException();
  }

  /** The sum in OpenAI's form, marked {@code "estimated": true} where any part of it is one. */
  public JsonObject toJson() {
    throw new UnsupportedOperationException();
  }
}
