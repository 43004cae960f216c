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
 * The ids of tool calls for somebody who refuses others: another provider's ids, as they are after
 * a fallback in mid-conversation, become such. The same id becomes the same one each time, so that
 * calls and results, and prompt caches, still fit.
 */
enum CallIdForm {
  /** Nine letters and digits, and nothing else. */
  NINE("[A-Za-z0-9]{9}", "", 9),
  /** At most 40 characters: vLLM's have 46. */
  UP_TO_40(".{0,40}", "call_", 24);

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String ID = "id";
  private static final String CALL_ID = "tool_call_id";
  private static final String CALLS = "tool_calls";

  private final Pattern taken;
  private final String prefix;
  private final int length;

  CallIdForm(String taken, String prefix, int length) {
    this.taken = Pattern.compile(taken, Pattern.DOTALL);
    this.prefix = prefix;
    this.length = length;
  }

  /** {@code request} with such ids; the very same where it has no others. */
  JsonObject write(JsonObject request) {
    JsonArray messages = request.array("messages").orElse(JsonArray.of());
    if (messages.objects().noneMatch(this::hasOther)) {
      return request;
    }
    List<JsonValue> written =
        messages.items().stream()
            .map(item -> item instanceof JsonObject message ? message(message) : item)
            .toList();
    return request.with("messages", JsonArray.of(written));
  }

  private boolean hasOther(JsonObject message) {
    return other(message, CALL_ID).isPresent()
        || message.array(CALLS).stream()
            .flatMap(JsonArray::objects)
            .anyMatch(call -> other(call, ID).isPresent());
  }

  private JsonObject message(JsonObject message) {
    JsonObject named = written(message, CALL_ID);
    return named.array(CALLS).map(calls -> named.with(CALLS, calls(calls))).orElse(named);
  }

  private JsonArray calls(JsonArray calls) {
    return JsonArray.of(
        calls.items().stream()
            .map(item -> item instanceof JsonObject call ? written(call, ID) : item)
            .toList());
  }

  private JsonObject written(JsonObject object, String member) {
    return other(object, member)
        .map(id -> object.with(member, new JsonString(ofOther(id))))
        .orElse(object);
  }

  private Optional<String> other(JsonObject object, String member) {
    return object.text(member).filter(id -> !taken.matcher(id).matches());
  }

  private String ofOther(String id) {
    byte[] hash = Sha256.of(id);
    StringBuilder written = new StringBuilder(prefix);
    for (int i = 0; i < length; i++) {
      written.append(DIGITS.charAt((hash[i] & 0xff) % DIGITS.length()));
    }
    return written.toString();
  }
}
