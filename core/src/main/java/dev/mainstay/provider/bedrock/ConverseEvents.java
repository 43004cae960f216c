package dev.mainstay.provider.bedrock;

import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.ErrorWords;
import dev.mainstay.provider.wire.EventDecoder;
import dev.mainstay.provider.wire.ProviderError;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of ConverseStream by their names. Its semantic end is {@code messageStop}; the
 * usage comes behind it. Events and blocks that nobody knows say nothing.
 */
final class ConverseEvents implements EventDecoder {
  /** How many content blocks may be open at a time: the service opens one behind another. */
  static final int MOST_OPEN = 64;

  private final CanonicalChunks chunks;
  private final boolean tellsUsage;
  private final Map<Long, OpenBlock> open = new TreeMap<>();
  // Closed by the answer's end alone: an end that is revoked leaves them open.
  private final Map<Long, OpenBlock> closedByEnd = new TreeMap<>();
  // The last call, if none of its arguments came: whether it has none the answer's end tells.
  private OpenBlock.@Nullable Call bare;
  private int calls;
  private boolean hasOutput;
  private boolean isWhole;
  private boolean isOver;

  /**
   * @param chunks writes what the caller is shown
   * @param tellsUsage whether the caller is shown a chunk of the usage
   */
  ConverseEvents(CanonicalChunks chunks, boolean tellsUsage) {
    this.chunks = chunks;
    this.tellsUsage = tellsUsage;
  }

  @Override
  public Reading read(SseEvent event) {
    JsonObject json = Json.parseObject(event.data());
    return switch (event.name()) {
      case "messageStart" -> start();
      case "contentBlockStart" -> isTooMany(json) ? tooMany() : begin(json);
      case "contentBlockDelta" -> isTooMany(json) ? tooMany() : delta(json);
      case "contentBlockStop" -> end(json);
      case "messageStop" -> stop(json);
      case "metadata" -> metadata(json);
      default -> Reading.nothing();
    };
  }

  @Override
  public boolean isWhole() {
    return isWhole;
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public boolean hasOutput() {
    return hasOutput;
  }

  // A second message in the same stream breaks the first.
  private Reading start() {
    List<ChatChunk> out = new ArrayList<>();
    if (hasOutput) {
      out.add(ChatChunk.of(new Restarted()));
    }
    open.clear();
    closedByEnd.clear();
    bare = null;
    calls = 0;
    hasOutput = false;
    isWhole = false;
    out.add(chunks.chunk(List.of()));
    return new Reading.Chunks(out);
  }

  private Reading begin(JsonObject json) {
    JsonObject start = json.object("start").orElse(JsonObject.empty());
    closedByEnd.remove(index(json));
    JsonObject use = start.object("toolUse").orElse(JsonObject.empty());
    List<ChatChunk> out = new ArrayList<>(fillBare());
    if (!use.has("toolUseId") || ToolForms.isOfServer(use)) {
      open.put(index(json), new OpenBlock.Foreign());
      return new Reading.Chunks(out);
    }
    int number = calls++;
    open.put(index(json), new OpenBlock.Call(number));
    String id = use.text("toolUseId").orElse("");
    out.addAll(chunks(List.of(new ToolCallDelta(number, id, use.text("name").orElse(""), ""))));
    return new Reading.Chunks(out);
  }

  private Reading delta(JsonObject json) {
    JsonObject delta = json.object("delta").orElse(JsonObject.empty());
    List<ChatChunk> out = new ArrayList<>(open.containsKey(index(json)) ? List.of() : fillBare());
    OpenBlock block =
        open.computeIfAbsent(
            index(json),
            index ->
                Optional.ofNullable(closedByEnd.remove(index))
                    .orElseGet(() -> OpenBlock.of(delta)));
    out.addAll(chunks(block.add(delta)));
    return new Reading.Chunks(out);
  }

  private Reading end(JsonObject json) {
    OpenBlock block = open.remove(index(json));
    if (block instanceof OpenBlock.Call call && call.lacksArguments()) {
      List<ChatChunk> out = fillBare();
      bare = call;
      return new Reading.Chunks(out);
    }
    return block == null ? Reading.nothing() : new Reading.Chunks(closed(block));
  }

  // Behind a call that has come to its end there is more.
  private List<ChatChunk> fillBare() {
    OpenBlock.Call call = bare;
    bare = null;
    return call == null ? List.of() : closed(call);
  }

  // An end that cuts leaves the last call as it is: it shall not look as if it were whole.
  private List<ChatChunk> closedBy(Finished end) {
    boolean cuts = StopReason.cuts(end);
    List<ChatChunk> out = new ArrayList<>(cuts ? List.of() : fillBare());
    bare = null;
    for (OpenBlock block : open.values()) {
      if (!(cuts && block instanceof OpenBlock.Call call && call.lacksArguments())) {
        out.addAll(closed(block));
      }
    }
    return out;
  }

  private List<ChatChunk> closed(OpenBlock block) {
    List<ChatChunk> out = new ArrayList<>(chunks(block.end()));
    block
        .thought()
        .ifPresent(thought -> out.add(chunks.chunk(List.of(), Thoughts.member(List.of(thought)))));
    return out;
  }

  private List<ChatChunk> chunks(List<ChatEvent> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    hasOutput = true;
    // Output behind an end revokes it.
    isWhole = false;
    return List.of(chunks.chunk(events));
  }

  private Reading stop(JsonObject json) {
    String word = json.text("stopReason").orElse("");
    if (word.isEmpty()) {
      return new Reading.Truncated("the stream said messageStop without a stopReason");
    }
    if (StopReason.isMalformed(word) && !hasOutput) {
      return Reading.failed(ProviderError.ofFinish(word, ErrorWords.MALFORMED_OUTPUT));
    }
    Finished finished = StopReason.of(word);
    List<ChatChunk> out = new ArrayList<>(closedBy(finished));
    closedByEnd.putAll(open);
    open.clear();
    isWhole = true;
    out.add(chunks.chunk(List.of(finished)));
    return new Reading.Chunks(out);
  }

  private Reading metadata(JsonObject json) {
    isOver = isWhole;
    TokenCounts counts = new TokenCounts(json.object("usage").orElse(JsonObject.empty()));
    return counts
        .usage()
        .<Reading>map(usage ->
            new Reading.Chunks(
                List.of(chunks.usage(usage, counts.canonical(usage), tellsUsage && isWhole))))
        .orElseGet(Reading::nothing);
  }

  private boolean isTooMany(JsonObject json) {
    boolean isKnown = open.containsKey(index(json)) || closedByEnd.containsKey(index(json));
    return !isKnown && open.size() + closedByEnd.size() >= MOST_OPEN;
  }

  private static Reading tooMany() {
    return new Reading.Malformed("the stream has over " + MOST_OPEN + " content blocks open");
  }

  private static long index(JsonObject json) {
    return json.number("contentBlockIndex").orElse(0);
  }
}
