package dev.mainstay.cli;

/** Requests to try, as lines for the shell. */
final class Curl {
  private Curl() {}

  /**
   * A streamed chat with {@code model} at {@code url}; with a key it stands in {@code $MASTER_KEY}.
   */
  static String chat(String url, String model, boolean hasKey) {
    return "curl -N "
        + url
        + " -H 'content-type: application/json'"
        + (hasKey ? " -H \"authorization: Bearer $MASTER_KEY\"" : "")
        + " -d '{\"model\": \""
        + model
        + "\", \"stream\": true, \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'";
  }
}
