package dev.mainstay.cli;

/** Requests to try, as lines for the shell. */
final class Curl {
  private Curl() {}

  /** A streamed chat with {@code model} at {@code url}. */
  static String chat(String url, String model) {
    return "curl -N "
        + url
        + " -d '{\"model\":\""
        + model
        + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'";
  }
}
