package dev.mainstay.benchmarks.mock;

import java.nio.charset.StandardCharsets;

/** The model a request asks for, found without parsing it. */
final class RequestedModel {
  private static final byte[] MODEL = "\"model\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte QUOTE = '"';

  private RequestedModel() {}

  /** Its name; the empty string where there is none. */
  static String of(WireMessage request) {
    byte[] bytes = request.array();
    int end = request.bodyEnd();
    int key = ByteScan.indexOf(bytes, request.bodyStart(), end, MODEL);
    if (key < 0) {
      return "";
    }
    int open = ByteScan.indexOf(bytes, key + MODEL.length, end, QUOTE);
    int close = open < 0 ? -1 : ByteScan.indexOf(bytes, open + 1, end, QUOTE);
    return close < 0
        ? ""
        : new String(bytes, open + 1, close - open - 1, StandardCharsets.ISO_8859_1);
  }
}
