package dev.mainstay.provider.bedrock;

import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.ContentBlocks;
import dev.mainstay.provider.wire.ErrorWords;
import dev.mainstay.provider.wire.EventDecoder;
import dev.mainstay.provider.wire.ProviderError;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the events of ConverseStream by their names. Its semantic end is {@code messageStop}; the
 * usage comes after it. Events and blocks that nobody knows say nothing.
 */
final class ConverseEvents implements EventDecoder {
  private final CanonicalChunks chunks;
  private final boolean tellsUsage;
  private ContentBlocks blocks;
  private int calls;
  private boolean isOver;

  /**
   * @param chunks writes what the caller is shown
   * @param tellsUsage whether the caller is shown a chunk of the usage
   */
  ConverseEvents(CanonicalChunks chunks, boolean tellsUsage) {
    this.chunks = chunks;
    this.blocks = new ContentBlocks(chunks);
    this.tellsUsage = tellsUsage;
  }

  @Override
  public Reading read(SseEvent event) {
    JsonObject json = Json.parseObject(event.data());
    return switch (event.name()) {
      case "messageStart" -> start();
      case "contentBlockStart" ->
          blocks.isFull(index(json)) ? ContentBlocks.tooMany() : begin(json);
      case "contentBlockDelta" ->
          blocks.isFull(index(json)) ? ContentBlocks.tooMany() : delta(json);
      case "contentBlockStop" -> new Reading.Chunks(blocks.close(index(json)));
      case "messageStop" -> stop(json);
      case "metadata" -> metadata(json);
      default -> Reading.nothing();
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

  // A second message in the same stream breaks the first.
  private Reading start() {
    List<ChatChunk> out = new ArrayList<>();
    if (blocks.hasOutput()) {
      out.add(ChatChunk.of(new Restarted()));
    }
    blocks = new ContentBlocks(chunks);
    calls = 0;
    out.add(chunks.chunk(List.of()));
    return new Reading.Chunks(out);
  }

  private Reading begin(JsonObject json) {
    OpenBlock block = OpenBlock.begun(json.object("start").orElse(JsonObject.empty()), calls);
    if (block instanceof OpenBlock.Call) {
      calls++;
    }
    List<ChatChunk> out = new ArrayList<>(blocks.open(index(json), block));
    out.addAll(blocks.said(block.begin()));
    return new Reading.Chunks(out);
  }

  private Reading delta(JsonObject json) {
    JsonObject delta = json.object("delta").orElse(JsonObject.empty());
    List<ChatChunk> out = new ArrayList<>();
    ContentBlocks.Block block = blocks.at(index(json));
    if (block == null) {
      block = OpenBlock.of(delta);
      out.addAll(blocks.open(index(json), block));
    }
    out.addAll(blocks.said(block.add(delta)));
    return new Reading.Chunks(out);
  }

  private Reading stop(JsonObject json) {
    String word = json.text("stopReason").orElse("");
    if (word.isEmpty()) {
      return new Reading.Truncated("the stream said messageStop without a stopReason");
    }
    if (StopReason.isMalformed(word) && !blocks.hasOutput()) {
      return Reading.failed(ProviderError.ofFinish(word, ErrorWords.MALFORMED_OUTPUT));
    }
    Finished finished = StopReason.of(word);
    List<ChatChunk> out = new ArrayList<>(blocks.closedBy(finished));
    out.add(chunks.chunk(List.of(finished)));
    return new Reading.Chunks(out);
  }

  private Reading metadata(JsonObject json) {
    isOver = blocks.isWhole();
    TokenCounts counts = new TokenCounts(json.object("usage").orElse(JsonObject.empty()));
    return counts
        .usage()
        .<Reading>map(usage ->
            new Reading.Chunks(
                List.of(
                    chunks.usage(usage, counts.canonical(usage), tellsUsage && blocks.isWhole()))))
        .orElseGet(Reading::nothing);
  }

  private static long index(JsonObject json) {
    return json.number("contentBlockIndex").orElse(0);
  }
}
