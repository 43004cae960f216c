package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of tools in the order of their calls, for models that tell results apart by nothing
 * else. A caller whose tools run side by side may tell them in any order, since ids say whose each
 * is.
 */
public final class ResultOrder {
  private final Map<String, Integer> places = new HashMap<>();
  private final List<JsonValue> written = new ArrayList<>();
  private final List<JsonObject> results = new ArrayList<>();

  private ResultOrder() {}

  /** {@code messages} with results that stand beside each other in the order of their calls. */
  public static JsonArray ofCalls(JsonArray messages) {
    ResultOrder order = new ResultOrder();
    messages.objects().forEach(order::add);
    order.settle();
    return JsonArray.of(order.written);
  }

  private void add(JsonObject message) {
    if (message.text("role").filter("tool"::equals).isPresent()) {
      results.add(message);
      return;
    }
    settle();
    written.add(message);
    List<JsonObject> calls =
        message.array("tool_calls").stream().flatMap(JsonArray::objects).toList();
    if (!calls.isEmpty()) {
      places.clear();
      calls.forEach(call -> places.putIfAbsent(call.text("id").orElse(""), places.size()));
    }
  }

  private void settle() {
    results.sort(Comparator.comparingInt(this::place));
    written.addAll(results);
    results.clear();
  }

  // Results of nobody's stay behind those of somebody's.
  private int place(JsonObject result) {
    return places.getOrDefault(result.text("tool_call_id").orElse(""), Integer.MAX_VALUE);
  }
}
