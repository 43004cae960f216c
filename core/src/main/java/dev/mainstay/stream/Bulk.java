package dev.mainstay.stream;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import java.util.List;
import java.util.Optional;

/**
 * How much of a stream is kept as chunks, so that one that never comes to the point fills no
 * memory. The largest chunk is free: how long one may be the wire says. Pictures may be the whole
 * answer, too: what is as large as one and says nothing counts against a bound of its own, which is
 * a plain answer's. Not thread-safe.
 */
public final class Bulk {
  /** How many bytes are kept at most beside the largest chunk, and beside pictures: 8 MiB. */
  public static final int MOST = 8 * 1024 * 1024;

  /** How many bytes are kept at most in all: 64 MiB. */
  public static final int MOST_WITH_PICTURES = 64 * 1024 * 1024;

  private static final int PICTURE = 2 * 1024 * 1024;

  // About what the objects of a chunk take, however little it says.
  private static final int SIZE_OF_CHUNK = 128;

  private long all;
  private long largest;
  private long pictures;

  /** {@code chunk} is kept from now on. */
  public void add(ChatChunk chunk) {
    long size = SIZE_OF_CHUNK + sizeOf(chunk);
    all += size;
    if (size > PICTURE && !chunk.hasOutput()) {
      pictures += size;
    } else {
      largest = Math.max(largest, size);
    }
  }

  /** Whether more is kept than may be. */
  public boolean isTooMuch() {
    return all - pictures - largest > MOST || all > MOST_WITH_PICTURES;
  }

  private static long sizeOf(ChatChunk chunk) {
    Optional<JsonObject> json = chunk.json();
    return json.isPresent() ? json.get().utf8Length() : sizeOf(chunk.events());
  }

  private static long sizeOf(List<ChatEvent> events) {
    long size = 0;
    for (ChatEvent event : events) {
      size += sizeOf(event);
    }
    return size;
  }

  private static long sizeOf(ChatEvent event) {
    return switch (event) {
      case TextDelta(String text) -> text.length();
      case ReasoningDelta(String text) -> text.length();
      case RefusalDelta(String text) -> text.length();
      case ToolCallDelta delta -> delta.arguments().length() + delta.name().length();
      case OtherChoice(int index, ChatEvent inner) -> sizeOf(inner);
      case Finished finished -> 0;
      case UsageReported usage -> 0;
      case Restarted restarted -> 0;
    };
  }
}
