package dev.mainstay.temporal;

import dev.mainstay.json.JsonObject;

/** What Temporal takes in one payload. */
final class PayloadLimits {
  /** The server refuses more: 2 MB. */
  static final int MOST = 2 * 1024 * 1024;

  // For what travels around the JSON.
  private static final int ROOM = 16 * 1024;
  private static final int MOST_IN_HEARTBEAT = 256 * 1024;

  private PayloadLimits() {}

  static boolean fits(JsonObject json) {
    return json.toBytes().length <= MOST - ROOM;
  }

  static boolean fitsHeartbeat(JsonObject json) {
    return json.toBytes().length <= MOST_IN_HEARTBEAT;
  }

  static String tooLarge(String what, JsonObject json, String remedy) {
    return what
        + " is "
        + json.toBytes().length
        + " bytes, more than the "
        + (MOST - ROOM)
        + " that Temporal takes in one payload; "
        + remedy;
  }
}
