package dev.mainstay.gateway.server;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What most requests say alike: their paths, the names of their headers, and some of the values.
 * They are kept as long as a call waits, so each of these is one text for all.
 */
final class KnownWords {
  private static final int LONGEST = 32;
  private static final Map<String, String> SHARED = new HashMap<>();

  static {
    Stream.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "host",
            "origin",
            "referer",
            "traceparent",
            "transfer-encoding",
            "user-agent",
            "x-api-key",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-real-ip",
            "x-request-id",
            "anthropic-version",
            // What OpenAI's and Anthropic's own clients tell of themselves.
            "x-stainless-arch",
            "x-stainless-async",
            "x-stainless-lang",
            "x-stainless-os",
            "x-stainless-package-version",
            "x-stainless-read-timeout",
            "x-stainless-retry-count",
            "x-stainless-runtime",
            "x-stainless-runtime-version")
        .flatMap(name -> Stream.of(name, inCapitals(name)))
        .forEach(KnownWords::share);
    Stream.of(
            "*/*",
            "application/json",
            "text/event-stream",
            "gzip, deflate",
            "keep-alive",
            "/v1/chat/completions",
            "/chat/completions",
            "/v1/completions",
            "/v1/messages",
            "/v1/embeddings")
        .forEach(KnownWords::share);
  }

  private KnownWords() {}

  /** {@code text}, or the one of the same characters that is kept for all. */
  static String shared(String text) {
    return text.length() > LONGEST ? text : SHARED.getOrDefault(text, text);
  }

  private static void share(String word) {
    SHARED.put(word, word);
  }

  // As clients of HTTP/1.1 write them.
  private static String inCapitals(String name) {
    StringBuilder capitals = new StringBuilder(name.length());
    boolean isFirst = true;
    for (String part : name.split("-")) {
      capitals
          .append(isFirst ? "" : "-")
          .append(part.substring(0, 1).toUpperCase(Locale.ROOT))
          .append(part.substring(1));
      isFirst = false;
    }
    return capitals.toString();
  }
}
