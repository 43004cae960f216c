package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.ParameterPolicy;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What every dialect reads of a chat request in the same way. */
public final class ChatFields {
  private ChatFields() {}

  /** The most tokens that may be written, by either of its names; the lower one where both are. */
  public static OptionalLong maxTokens(JsonObject request) {
    return Stream.of("max_tokens", "max_completion_tokens")
        .map(request::number)
        .flatMapToLong(OptionalLong::stream)
        .min();
  }

  /** The texts at which to stop, but for empty ones. */
  public static List<JsonValue> stops(JsonObject request) {
    return request
        .array("stop")
        .map(JsonArray::items)
        .orElseGet(() -> request.get("stop").stream().toList())
        .stream()
        .filter(value -> value instanceof JsonString(String text) && !text.isEmpty())
        .toList();
  }

  /**
   * Those of {@link #stops} for a Claude, which refuses one of nothing but white space; it is left
   * out where {@code policy} says so.
   *
   * @throws UnsupportedException if there is one, and it is not to be left out
   */
  public static List<JsonValue> visibleStops(
      String provider, JsonObject request, ParameterPolicy policy) {
    List<JsonValue> stops = stops(request);
    List<JsonValue> visible = stops.stream().filter(ChatFields::isVisible).toList();
    if (visible.size() < stops.size() && !policy.dropsUnsupported()) {
      throw new UnsupportedException(
          "stop",
          provider
              + " does not take a text of nothing but white space in 'stop'; "
              + UnsupportedException.OR_DROP);
    }
    return visible;
  }

  private static boolean isVisible(JsonValue stop) {
    return stop instanceof JsonString(String text) && !text.isBlank();
  }

  /** The messages. */
  public static JsonArray messages(JsonObject request) {
    return request.array("messages").orElse(JsonArray.of());
  }

  /** The tools. */
  public static JsonArray tools(JsonObject request) {
    return request.array("tools").orElse(JsonArray.of());
  }
}
