package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.testing.ScriptedProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A story that breaks after its first words, and what a caller sees of it. */
final class BrokenTale {
  static final String FIRST = "Once upon a time there was a king ";
  static final String REST = "who had three sons.";
  static final String ANCHOR = FIRST.strip();

  private BrokenTale() {}

  /** What a target says that starts over from the beginning and comes to the end. */
  static ScriptedProvider.Action[] continues() {
    return answer(FIRST + REST);
  }

  static List<ChatEvent> read(World world) {
    List<ChatEvent> seen = new ArrayList<>();
    read(world, seen);
    return seen;
  }

  /** Lets {@code seen} see what came even if the call fails. */
  static ChatResponse read(World world, List<ChatEvent> seen) {
    ChatRequest request = ChatRequest.of("chat", "Hello");
    try (ChatStream stream = world.engine().stream(request, CallOptions.none())) {
      stream.forEach(seen::add);
      return stream.response();
    }
  }

  static List<ChatChunk> chunks(World world, ChatRequest request) {
    List<ChatChunk> chunks = new ArrayList<>();
    try (ChatStream stream = world.engine().stream(request, CallOptions.none())) {
      Optional<ChatChunk> chunk = stream.nextChunk();
      while (chunk.isPresent()) {
        chunks.add(chunk.get());
        chunk = stream.nextChunk();
      }
    }
    return chunks;
  }

  static String text(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof TextDelta(String piece)) {
        text.append(piece);
      }
    }
    return text.toString();
  }
}
