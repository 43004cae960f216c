package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content blocks of a streamed message, as Anthropic has them and Converse after it: each
 * begins, is added to and ends under an index. One message each; not thread-safe.
 */
public final class ContentBlocks {
  /** How many may be open at a time: an answer opens one after another. */
  public static final int MOST_OPEN = 64;

  /** One of them: what it says as it goes, and what it was at its end. */
  public interface Block {
    /** What its beginning says; by default nothing. */
    default List<ChatEvent> begin() {
      return List.of();
    }

    /** What a delta adds. */
    List<ChatEvent> add(JsonObject delta);

    /** What is said at its end that was not said before; by default nothing. */
    default List<ChatEvent> end() {
      return List.of();
    }

    /** What it was, each for a delta of its own; by default nothing. */
    default List<JsonObject> was() {
      return List.of();
    }

    /**
     * Whether it is a tool call none of whose arguments came: it has none, or was cut before them.
     */
    default boolean lacksArguments() {
      return false;
    }
  }

  private final CanonicalChunks chunks;
  private final Map<Long, Block> open = new TreeMap<>();
  // Closed by the answer's end alone: an end that is revoked leaves them open.
  private final Map<Long, Block> closedByEnd = new TreeMap<>();
  // The last call, if none of its arguments came: whether it has none the answer's end tells.
  private @Nullable Block bare;
  private boolean hasOutput;
  private boolean isWhole;

  /**
   * None yet.
   *
   * @param chunks writes what the caller is shown
   */
  public ContentBlocks(CanonicalChunks chunks) {
    this.chunks = chunks;
  }

  /** Whether anything was said. */
  public boolean hasOutput() {
    return hasOutput;
  }

  /** Whether the answer has come to its end, and nothing was said after it. */
  public boolean isWhole() {
    return isWhole;
  }

  /** The block that is open at {@code index}, again where the answer's end had closed it. */
  public @Nullable Block at(long index) {
    return open.computeIfAbsent(index, closedByEnd::remove);
  }

  /** Whether one more at {@code index} would be over {@link #MOST_OPEN}. */
  public boolean isFull(long index) {
    return !open.containsKey(index)
        && !closedByEnd.containsKey(index)
        && open.size() + closedByEnd.size() >= MOST_OPEN;
  }

  /** What is said of a stream that {@link #isFull}. */
  public static Reading tooMany() {
    return new Reading.Malformed("the stream has over " + MOST_OPEN + " content blocks open");
  }

  /** Opens {@code block} at {@code index}; what is said of those before it. */
  public List<ChatChunk> open(long index, Block block) {
    closedByEnd.remove(index);
    open.put(index, block);
    return fillBare();
  }

  /** The chunk that says {@code events}, if there are any. */
  public List<ChatChunk> said(List<ChatEvent> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    hasOutput = true;
    // Output behind an end revokes it.
    isWhole = false;
    return List.of(chunks.chunk(events));
  }

  /** What is said where the block at {@code index} ends. */
  public List<ChatChunk> close(long index) {
    Block block = open.remove(index);
    if (block == null) {
      return List.of();
    }
    if (block.lacksArguments()) {
      List<ChatChunk> out = fillBare();
      bare = block;
      return out;
    }
    return closed(block);
  }

  /** What is said at the end of {@code block}. */
  public List<ChatChunk> closed(Block block) {
    List<ChatChunk> out = new ArrayList<>(said(block.end()));
    block.was().forEach(was -> out.add(chunks.chunk(List.of(), was)));
    return out;
  }

  /**
   * What is said where the answer ends by {@code end}, before the end itself. One that cuts leaves
   * the last call as it is: it shall not look as if it were whole.
   */
  public List<ChatChunk> closedBy(Finished end) {
    boolean cuts = cuts(end);
    List<ChatChunk> out = new ArrayList<>(cuts ? List.of() : fillBare());
    bare = null;
    for (Block block : open.values()) {
      if (!(cuts && block.lacksArguments())) {
        out.addAll(closed(block));
      }
    }
    closedByEnd.putAll(open);
    open.clear();
    isWhole = true;
    return out;
  }

  /** Whether {@code end} came before the model was done: a last call may lack its arguments. */
  public static boolean cuts(Finished end) {
    return end.reason() == FinishReason.LENGTH || end.reason() == FinishReason.CONTENT_FILTER;
  }

  // Behind a call that has come to its end there is more.
  private List<ChatChunk> fillBare() {
    Block call = bare;
    bare = null;
    return call == null ? List.of() : closed(call);
  }
}
