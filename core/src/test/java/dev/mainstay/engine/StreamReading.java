package dev.mainstay.engine;

import dev.mainstay.call.ChatStream;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import java.util.ArrayList;
import java.util.List;

/** Reads streams of the group "chat", which is one deployment. */
abstract class StreamReading {
  final World world = new World().group("chat", "a");

  ChatStream open() {
    return world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
  }

  List<ChatEvent> read() {
    List<ChatEvent> events = new ArrayList<>();
    read(events);
    return events;
  }

  void read(List<ChatEvent> into) {
    try (ChatStream stream = open()) {
      stream.forEach(into::add);
    }
  }

  // What becomes of a stream that broke is RecoveryTest's.
  World failing() {
    return world.recovery(RecoveryPolicy.FAIL);
  }

  static ChatEvent finished() {
    return new ChatEvent.Finished(FinishReason.STOP, "stop");
  }
}
