package dev.mainstay.stream;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the usage go out once in a stream's JSON, the last that was told: some servers tell it with
 * every chunk, beside each choice's end, or beside the end and once more after it, and some clients
 * add up what they read. It comes after a {@link FinishHold}. Events tell the usage as often as it
 * was told. Not thread-safe.
 *
 * <p>From the first usage on, ends and chunks of usage wait for the last, each as it came. Where
 * that was told beside output, it goes out with the last end. Where it is not shown, since nobody
 * asked for it, those before it are not either: they are not what was used.
 */
public final class OneUsage implements Stage {
  private static final String USAGE = "usage";

  // Whoever ends more choices has them go out before.
  private static final int MOST_HELD = 1_024;

  private final List<ChatChunk> held = new ArrayList<>();
  private @Nullable JsonObject told;

  /** Of a stream of which nothing has come. */
  public OneUsage() {}

  /** Whether {@code request} wants it once, which is so unless it asks for it with every chunk. */
  public static boolean isWanted(ChatRequest request) {
    return !request
        .json()
        .object("stream_options")
        .flatMap(options -> options.flag("continuous_usage_stats"))
        .orElse(false);
  }

  @Override
  public List<ChatChunk> add(ChatChunk chunk) {
    Optional<JsonObject> usage = usage(chunk);
    if (usage.isEmpty() && told == null) {
      return List.of(chunk);
    }
    List<ChatChunk> out = new ArrayList<>();
    boolean isHidden = usage.isEmpty() && tellsUsage(chunk);
    boolean waits = !isHidden && mayWait(chunk);
    if (usage.isPresent() || !waits || held.size() >= MOST_HELD) {
      held.forEach(before -> out.add(withoutUsage(before)));
      held.clear();
    }
    told = isHidden ? null : usage.orElse(told);
    if (waits) {
      held.add(chunk);
    } else {
      out.add(withoutUsage(chunk));
    }
    return out;
  }

  @Override
  public List<ChatChunk> release() {
    List<ChatChunk> out = new ArrayList<>(held);
    held.clear();
    JsonObject last = told;
    if (last != null && out.stream().noneMatch(chunk -> usage(chunk).isPresent())) {
      putIntoLast(out, last);
    }
    return out;
  }

  private static void putIntoLast(List<ChatChunk> chunks, JsonObject usage) {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      ChatChunk chunk = chunks.get(i);
      if (chunk.json().isPresent()) {
        chunks.set(i, new ChatChunk(chunk.events(), chunk.json().map(j -> j.with(USAGE, usage))));
        return;
      }
    }
  }

  private boolean mayWait(ChatChunk chunk) {
    return !chunk.hasOutput() && (!held.isEmpty() || isEnd(chunk) || isUsageAlone(chunk));
  }

  private static ChatChunk withoutUsage(ChatChunk chunk) {
    if (usage(chunk).isEmpty()) {
      return chunk;
    }
    return new ChatChunk(
        chunk.events(),
        isUsageAlone(chunk)
            ? Optional.empty()
            : chunk.json().map(json -> json.without(Set.of(USAGE))));
  }

  /** The usage that it shows. */
  private static Optional<JsonObject> usage(ChatChunk chunk) {
    return tellsUsage(chunk) ? chunk.json().flatMap(json -> json.object(USAGE)) : Optional.empty();
  }

  private static boolean tellsUsage(ChatChunk chunk) {
    for (ChatEvent event : chunk.events()) {
      if (event instanceof UsageReported) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUsageAlone(ChatChunk chunk) {
    return usage(chunk).isPresent()
        && chunk.json().flatMap(json -> json.array("choices")).filter(c -> !c.isEmpty()).isEmpty();
  }

  private static boolean isEnd(ChatChunk chunk) {
    return chunk.events().stream().anyMatch(OneUsage::isEnd);
  }

  private static boolean isEnd(ChatEvent event) {
    return event instanceof Finished
        || (event instanceof OtherChoice(int index, ChatEvent inner) && isEnd(inner));
  }
}
