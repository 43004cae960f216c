package dev.mainstay.provider.anthropic;

import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.ContentBlocks;
import dev.mainstay.provider.wire.EventDecoder;
import dev.mainstay.provider.wire.ProviderError;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a message's events by their {@code type}; some proxies leave the events' names out. Its
 * semantic end is the {@code stop_reason}. Events and blocks that nobody knows say nothing.
 */
final class EventsDecoder implements EventDecoder {
  /**
   * The member of a message or a delta that has the blocks for which OpenAI has no word; in a plain
   * answer, where there are any, all blocks in their order.
   */
  static final String FOREIGN_BLOCKS = "content_blocks";

  /** The member of a delta that has what the text before it is cited from. */
  static final String CITATIONS = "citations";

  /** The member that tells which of the caller's stop strings the model met. */
  static final String STOP_SEQUENCE = "stop_sequence";

  private final long created;
  private final boolean tellsUsage;
  private final boolean tellsOwn;
  private CanonicalChunks chunks;
  private ContentBlocks blocks;
  private TokenCounts counts = TokenCounts.none();
  private int calls;
  private Optional<Finished> end = Optional.empty();
  private boolean isOver;

  /**
   * @param created when the answer was made, in seconds since 1970, which the API does not tell
   * @param tellsUsage whether the caller is shown a chunk of the usage
   * @param tellsOwn whether the caller speaks this very dialect
   */
  EventsDecoder(long created, boolean tellsUsage, boolean tellsOwn) {
    this.created = created;
    this.tellsUsage = tellsUsage;
    this.tellsOwn = tellsOwn;
    this.chunks = new CanonicalChunks("", created, "");
    this.blocks = new ContentBlocks(chunks);
  }

  @Override
  public Reading read(SseEvent event) {
    JsonObject json = Json.parseObject(event.data());
    return switch (json.text("type").orElse(event.name())) {
      case "message_start" -> start(json.object("message").orElse(JsonObject.empty()));
      case "content_block_start" -> begin(json);
      case "content_block_delta" -> delta(json);
      case "content_block_stop" -> new Reading.Chunks(blocks.close(index(json)));
      case "message_delta" -> messageDelta(json);
      case "message_stop" -> stop();
      case "error" -> Reading.failed(ProviderError.of(json));
      default -> other(json);
    };
  }

  @Override
  public boolean isWhole() {
    return blocks.isWhole();
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public boolean hasOutput() {
    return blocks.hasOutput();
  }

  // A proxy that asks again, unseen, begins a second message in the same stream.
  private Reading start(JsonObject message) {
    List<ChatChunk> out = new ArrayList<>();
    if (blocks.hasOutput()) {
      out.add(ChatChunk.of(new Restarted()));
    }
    chunks =
        new CanonicalChunks(
            message.text("id").orElse(""), created, message.text("model").orElse(""));
    blocks = new ContentBlocks(chunks);
    calls = 0;
    counts = TokenCounts.none().with(message.object("usage").orElse(JsonObject.empty()));
    out.add(chunks.chunk(List.of(), tellsOwn ? OwnWords.start(message) : JsonObject.empty()));
    counts.usage().ifPresent(usage -> out.add(ChatChunk.of(new UsageReported(usage))));
    // Some servers begin with what they have already.
    message.array("content").stream()
        .flatMap(JsonArray::objects)
        .forEach(block -> {
          OpenBlock whole = open(block);
          out.addAll(blocks.said(whole.begin()));
          out.addAll(blocks.closed(whole));
        });
    return new Reading.Chunks(out);
  }

  private Reading begin(JsonObject json) {
    if (blocks.isFull(index(json))) {
      return ContentBlocks.tooMany();
    }
    JsonObject start = json.object("content_block").orElse(JsonObject.empty());
    if (!start.hasValue("type")) {
      // What comes of it tells what it is.
      return Reading.nothing();
    }
    OpenBlock block = open(start);
    List<ChatChunk> out = new ArrayList<>(blocks.open(index(json), block));
    if (tellsOwn && block.foreign().isEmpty()) {
      out.add(chunks.chunk(List.of(), OwnWords.block(start)));
    }
    out.addAll(blocks.said(block.begin()));
    return new Reading.Chunks(out);
  }

  private OpenBlock open(JsonObject start) {
    OpenBlock block = OpenBlock.of(start, calls);
    if (block instanceof OpenBlock.Call) {
      calls++;
    }
    return block;
  }

  private Reading delta(JsonObject json) {
    JsonObject delta = json.object("delta").orElse(JsonObject.empty());
    ContentBlocks.Block block = blocks.at(index(json));
    List<ChatChunk> out = new ArrayList<>();
    if (block == null) {
      if (blocks.isFull(index(json))) {
        return ContentBlocks.tooMany();
      }
      if (delta.text("partial_json").filter(piece -> !piece.isEmpty()).isPresent()) {
        return new Reading.Malformed("the stream has arguments of a tool call that has not begun");
      }
      block = OpenBlock.saidBy(delta);
      out.addAll(blocks.open(index(json), block));
    }
    out.addAll(blocks.said(block.add(delta)));
    delta
        .get("citation")
        .ifPresent(cited ->
            out.add(chunks.chunk(List.of(), JsonObject.of(CITATIONS, JsonArray.of(cited)))));
    return new Reading.Chunks(out);
  }

  private Reading messageDelta(JsonObject json) {
    List<ChatChunk> out = new ArrayList<>();
    JsonObject delta = json.object("delta").orElse(JsonObject.empty());
    Optional<Finished> finished = StopReason.in(delta).filter(this::isNews);
    if (finished.isPresent()) {
      end = finished;
      out.addAll(blocks.closedBy(finished.get()));
      out.add(chunks.chunk(List.of(finished.get()), stopSequence(delta)));
    }
    if (tellsOwn) {
      out.add(chunks.chunk(List.of(), OwnWords.end(json)));
    }
    counts = counts.with(json.object("usage").orElse(JsonObject.empty()));
    counts
        .usage()
        .ifPresent(usage ->
            out.add(chunks.usage(usage, counts.canonical(usage), tellsUsage && blocks.isWhole())));
    return new Reading.Chunks(out);
  }

  // Of several that are told the last one counts.
  private boolean isNews(Finished told) {
    return !blocks.isWhole() || !end.equals(Optional.of(told));
  }

  static JsonObject stopSequence(JsonObject message) {
    return message
        .text(STOP_SEQUENCE)
        .map(met -> JsonObject.of(STOP_SEQUENCE, new JsonString(met)))
        .orElse(JsonObject.empty());
  }

  private Reading stop() {
    isOver = blocks.isWhole();
    return isOver
        ? Reading.nothing()
        : new Reading.Truncated("the stream said message_stop before any stop_reason");
  }

  // What has a type is an event of a later day.
  private static Reading other(JsonObject json) {
    return json.has("type") ? Reading.nothing() : Reading.noEvent(json);
  }

  private static long index(JsonObject json) {
    return json.number("index").orElse(0);
  }
}
