package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.text.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ids of tool calls for somebody who takes nine letters and digits and nothing else: another
 * provider's ids, as they are after a fallback in mid-conversation, become such. The same id
 * becomes the same one each time, so that calls and results, and prompt caches, still fit.
 */
final class ShortCallIds {
  private static final Pattern SHORT = Pattern.compile("[A-Za-z0-9]{9}");
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 9;
  private static final String ID = "id";
  private static final String CALL_ID = "tool_call_id";
  private static final String CALLS = "tool_calls";

  private ShortCallIds() {}

  /** {@code request} with such ids; the very same where it has no others. */
  static JsonObject write(JsonObject request) {
    JsonArray messages = request.array("messages").orElse(JsonArray.of());
    if (messages.objects().noneMatch(ShortCallIds::hasOther)) {
      return request;
    }
    List<JsonValue> written =
        messages.items().stream()
            .map(item -> item instanceof JsonObject message ? message(message) : item)
            .toList();
    return request.with("messages", JsonArray.of(written));
  }

  private static boolean hasOther(JsonObject message) {
    return other(message, CALL_ID).isPresent()
        || message.array(CALLS).stream()
            .flatMap(JsonArray::objects)
            .anyMatch(call -> other(call, ID).isPresent());
  }

  private static JsonObject message(JsonObject message) {
    JsonObject named = shortened(message, CALL_ID);
    return named.array(CALLS).map(calls -> named.with(CALLS, calls(calls))).orElse(named);
  }

  private static JsonArray calls(JsonArray calls) {
    return JsonArray.of(
        calls.items().stream()
            .map(item -> item instanceof JsonObject call ? shortened(call, ID) : item)
            .toList());
  }

  private static JsonObject shortened(JsonObject object, String member) {
    return other(object, member)
        .map(id -> object.with(member, new JsonString(ofOther(id))))
        .orElse(object);
  }

  private static Optional<String> other(JsonObject object, String member) {
    return object.text(member).filter(id -> !SHORT.matcher(id).matches());
  }

  private static String ofOther(String id) {
    byte[] hash = Sha256.of(id);
    StringBuilder written = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      written.append(DIGITS.charAt((hash[i] & 0xff) % DIGITS.length()));
    }
    return written.toString();
  }
}
