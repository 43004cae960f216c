package dev.mainstay.temporal;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A type of ours and how it looks in JSON. */
record TravellingType<T>(
    Class<T> type, Function<T, JsonObject> writer, Function<JsonObject, T> reader) {
  static final List<TravellingType<?>> ALL =
      List.of(
          new TravellingType<>(JsonObject.class, json -> json, json -> json),
          new TravellingType<>(ChatRequest.class, ChatRequest::json, ChatRequest::new),
          new TravellingType<>(Message.class, Message::json, Message::new),
          new TravellingType<>(DeliveredAnswer.class, DeliveredAnswer::json, DeliveredAnswer::new),
          new TravellingType<>(ChatResponse.class, ResponseJson::of, ResponseJson::read),
          new TravellingType<>(CallPolicy.class, CallPolicy::json, CallPolicy::of),
          new TravellingType<>(ChatTask.class, ChatTask::json, ChatTask::of),
          new TravellingType<>(StreamedAnswer.class, StreamedAnswer::json, StreamedAnswer::of),
          new TravellingType<>(CallProgress.class, CallProgress::json, CallProgress::of));

  /** How values of {@code type} travel, where it is one of ours. */
  @SuppressWarnings("unchecked") // what is found for a class is of that class
  static <T> Optional<TravellingType<T>> of(Class<T> type) {
    return ALL.stream()
        .filter(known -> known.type == type)
        .map(known -> (TravellingType<T>) known)
        .findFirst();
  }

  JsonObject write(Object value) {
    return writer.apply(type.cast(value));
  }
}
