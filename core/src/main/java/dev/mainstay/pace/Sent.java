package dev.mainstay.pace;

import dev.mainstay.provider.Quantity;

/**
 * How much has gone out to a deployment since the start, estimates included, which are corrected
 * when the usage is told.
 */
final class Sent {
  private double requests;
  private double inputTokens;
  private double outputTokens;

  Sent() {}

  /** As much as {@code other}, whatever becomes of that. */
  Sent(Sent other) {
    requests = other.requests;
    inputTokens = other.inputTokens;
    outputTokens = other.outputTokens;
  }

  void add(double moreRequests, double moreInput, double moreOutput) {
    requests += moreRequests;
    inputTokens += moreInput;
    outputTokens += moreOutput;
  }

  double of(Quantity quantity) {
    return switch (quantity) {
      case REQUESTS -> requests;
      case TOKENS -> inputTokens + outputTokens;
      case INPUT_TOKENS -> inputTokens;
      case OUTPUT_TOKENS -> outputTokens;
    };
  }
}
