package dev.mainstay.temporal.sink;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/** What goes to a board and comes from it, as JSON. */
final class BoardJson {
  private static final String NAME = "name";
  private static final String DATA = "data";

  private static final String NOBODY_WRITES = "Cancelled";

  private BoardJson() {}

  static JsonObject of(SinkState state) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("text", state.text())
            .put("reasoning", state.reasoning())
            .put("takes", state.takes());
    state.last().ifPresent(last -> json.put("last", of(last)));
    return json.build();
  }

  static SinkState state(JsonObject json) {
    return new SinkState(
        json.text("text").orElse(""),
        json.text("reasoning").orElse(""),
        Math.toIntExact(json.number("takes").orElse(0)),
        json.object("last").map(BoardJson::event));
  }

  private static JsonObject of(SinkEvent event) {
    return JsonObject.builder().put(NAME, event.name()).put(DATA, event.data()).build();
  }

  private static SinkEvent event(JsonObject json) {
    return SinkEvent.of(json.text(NAME).orElse(""), json.object(DATA).orElse(JsonObject.empty()));
  }

  static JsonObject of(List<SinkEvent> events, long afterId) {
    List<JsonObject> news = new ArrayList<>();
    for (int i = (int) Math.min(afterId, events.size()); i < events.size(); i++) {
      news.add(of(events.get(i)));
    }
    return JsonObject.builder()
        .put("after", afterId)
        .put("events", JsonArray.of(news))
        .put("size", events.size())
        .put("over", isOver(events))
        .build();
  }

  static boolean isOver(List<SinkEvent> events) {
    return !events.isEmpty() && events.getLast().isLast();
  }

  /** Of a message of which nothing is there any more. */
  static JsonObject gone(long afterId) {
    return of(List.of(), afterId).with("over", JsonBoolean.TRUE);
  }

  static ReadEvents reading(JsonObject json) {
    return new ReadEvents(events(json), json.flag("over").orElse(false));
  }

  /** What is told of a message that nobody writes any more, its workflow having ended. */
  static ReadEvents last(JsonObject json) {
    ReadEvents told = reading(json);
    long known = json.number("size").orElse(0);
    long had = json.number("after").orElse(0);
    if (told.isOver() || had > known) {
      return new ReadEvents(told.events(), true);
    }
    List<NumberedEvent> events = new ArrayList<>(told.events());
    events.add(new NumberedEvent(known + 1, new SinkEvent.Failed(NOBODY_WRITES)));
    return new ReadEvents(events, true);
  }

  static List<NumberedEvent> events(JsonObject json) {
    long id = json.number("after").orElse(0);
    List<NumberedEvent> events = new ArrayList<>();
    for (JsonObject event : json.array("events").stream().flatMap(JsonArray::objects).toList()) {
      events.add(new NumberedEvent(++id, event(event)));
    }
    return events;
  }

  /** One write to a message. */
  record Piece(String messageId, int attempt, long sequence, SinkEvent event) {
    JsonObject json() {
      return JsonObject.builder()
          .put("message_id", messageId)
          .put("attempt", attempt)
          .put("sequence", sequence)
          .put("event", BoardJson.of(event))
          .build();
    }

    static Piece of(JsonObject json) {
      return new Piece(
          json.text("message_id").orElse(""),
          Math.toIntExact(json.number("attempt").orElse(0)),
          json.number("sequence").orElse(0),
          BoardJson.event(json.object("event").orElse(JsonObject.empty())));
    }
  }
}
