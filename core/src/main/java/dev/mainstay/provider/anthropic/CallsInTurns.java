package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The ids of the tool calls in a request to the Messages API, as far as the API refuses some. */
final class CallsInTurns {
  private CallsInTurns() {}

  /**
   * Whether the ids of the calls in {@code request} are of characters that the API takes, short
   * enough, and each there once; other providers' ids may be none of that.
   */
  static boolean areTaken(JsonObject request) {
    Set<String> seen = new HashSet<>();
    return request.array("messages").stream()
        .flatMap(JsonArray::objects)
        .flatMap(turn -> turn.array("content").stream().flatMap(JsonArray::objects))
        .filter(block -> block.text("type").filter("tool_use"::equals).isPresent())
        .flatMap(call -> Stream.of(call.text("id").orElse("")))
        .allMatch(id -> isTaken(id) && seen.add(id));
  }

  private static boolean isTaken(String id) {
    return !id.isEmpty()
        && id.length() <= Turns.LONGEST_ID
        && id.chars().allMatch(CallsInTurns::isTaken);
  }

  private static boolean isTaken(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
