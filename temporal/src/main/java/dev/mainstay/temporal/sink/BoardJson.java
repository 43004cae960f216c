package dev.mainstay.temporal.sink;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What goes to a board and comes from it, as JSON. */
final class BoardJson {
  private static final String NAME = "name";
  private static final String DATA = "data";

  private static final String NOBODY_WRITES = "Cancelled";

  // In bytes, beside one event that may be larger: Temporal takes 2 MB in one payload.
  private static final int PAGE = 1024 * 1024;

  private BoardJson() {}

  // Of one that is whole its end tells all, and both together may be more than Temporal takes.
  static JsonObject of(SinkState state) {
    boolean whole = state.last().filter(SinkEvent.Done.class::isInstance).isPresent();
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("text", whole ? "" : state.text())
            .put("reasoning", whole ? "" : state.reasoning())
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

  /** All events, for a board that goes on with them. */
  static JsonObject all(List<SinkEvent> events) {
    return json(0, events, events);
  }

  /** The events after {@code afterId}, those of them that Temporal takes in one payload. */
  static JsonObject page(List<SinkEvent> events, long afterId) {
    int from = Math.clamp(afterId, 0, events.size());
    int to = from;
    long size = 0;
    while (to < events.size() && (to == from || size + size(events.get(to)) <= PAGE)) {
      size += size(events.get(to++));
    }
    return json(Math.max(0, afterId), events.subList(from, to), events);
  }

  private static int size(SinkEvent event) {
    return event.data().toBytes().length;
  }

  private static JsonObject json(long after, List<SinkEvent> news, List<SinkEvent> all) {
    return JsonObject.builder()
        .put("after", after)
        .put("events", JsonArray.of(news.stream().map(BoardJson::of).toList()))
        .put("size", all.size())
        .put("over", isOver(all) && after + news.size() >= all.size())
        .build();
  }

  static boolean isOver(List<SinkEvent> events) {
    return !events.isEmpty() && events.getLast().isLast();
  }

  /** Of a message of which nothing is there any more. */
  static JsonObject gone(long afterId) {
    return page(List.of(), afterId).with("over", JsonBoolean.TRUE);
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
    if (had + told.events().size() < known) {
      return told;
    }
    List<NumberedEvent> events = new ArrayList<>(told.events());
    events.add(new NumberedEvent(known + 1, new SinkEvent.Failed(NOBODY_WRITES)));
    return new ReadEvents(events, true);
  }

  /** The events of a board of another run; without those that another version knows alone. */
  static List<SinkEvent> carried(JsonValue json) {
    return json instanceof JsonObject message
        ? message.array("events").stream()
            .flatMap(JsonArray::objects)
            .flatMap(event -> known(event).stream())
            .toList()
        : List.of();
  }

  private static Optional<SinkEvent> known(JsonObject json) {
    try {
      return Optional.of(event(json));
    } catch (IllegalArgumentException ofAnotherVersion) {
      return Optional.empty();
    }
  }

  static List<NumberedEvent> events(JsonObject json) {
    long id = json.number("after").orElse(0);
    List<NumberedEvent> events = new ArrayList<>();
    for (JsonObject event : json.array("events").stream().flatMap(JsonArray::objects).toList()) {
      events.add(new NumberedEvent(++id, event(event)));
    }
    return events;
  }

  /**
   * One write to a message.
   *
   * @param event nothing for one that another version knows alone
   */
  record Piece(String messageId, long attempt, long sequence, Optional<SinkEvent> event) {
    JsonObject json() {
      JsonObjectBuilder json =
          JsonObject.builder()
              .put("message_id", messageId)
              .put("attempt", attempt)
              .put("sequence", sequence);
      event.ifPresent(told -> json.put("event", BoardJson.of(told)));
      return json.build();
    }

    static Piece of(JsonObject json) {
      return new Piece(
          json.text("message_id").orElse(""),
          json.number("attempt").orElse(0),
          json.number("sequence").orElse(0),
          json.object("event").flatMap(BoardJson::known));
    }
  }
}
