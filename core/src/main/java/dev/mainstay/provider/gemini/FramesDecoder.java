package dev.mainstay.provider.gemini;

import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.EventDecoder;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream's frames. Its semantic end is the {@code finishReason} of every candidate; then
 * the stream ends, there is no frame that says so.
 */
final class FramesDecoder implements EventDecoder {
  private final AnswerOptions options;
  private @Nullable AnswerReader reader;
  private CanonicalChunks chunks;
  private Optional<Usage> usage = Optional.empty();

  FramesDecoder(AnswerOptions options) {
    this.options = options;
    this.chunks = new CanonicalChunks("", options.created(), "");
  }

  @Override
  public Reading read(SseEvent event) {
    List<ChatChunk> out = new ArrayList<>();
    for (JsonObject frame : frames(event.data())) {
      Reading reading = frame(frame);
      if (!(reading instanceof Reading.Chunks(List<ChatChunk> said))) {
        return reading;
      }
      out.addAll(said);
    }
    return new Reading.Chunks(out);
  }

  @Override
  public boolean isWhole() {
    return reader != null && reader.isWhole();
  }

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public boolean hasLastWord() {
    return false;
  }

  @Override
  public boolean hasOutput() {
    return reader != null && reader.hasOutput();
  }

  // Some put several into one event, with nothing in between.
  private static List<JsonObject> frames(byte[] data) {
    try {
      return List.of(Json.parseObject(data));
    } catch (JsonException e) {
      List<byte[]> objects = ObjectScanner.objects(data);
      if (objects.size() < 2) {
        throw e;
      }
      return objects.stream().map(Json::parseObject).toList();
    }
  }

  private Reading frame(JsonObject json) {
    if (!AnswerReader.isAnswer(json)) {
      return Reading.noEvent(json);
    }
    AnswerReader.Frame frame = begun(json).read(json);
    List<ChatEvent> counted = counted(frame);
    if (frame.error().isPresent()) {
      return new Reading.Failed(frame.error().get(), counted);
    }
    List<ChatChunk> out = new ArrayList<>();
    frame
        .said()
        .forEach(said -> out.add(chunks.chunk(said.events(), said.more(), said.logprobs())));
    if (!frame.ends().isEmpty()) {
      out.add(chunks.chunk(frame.ends()));
    }
    if (!counted.isEmpty()) {
      out.add(usage(counted));
    }
    return new Reading.Chunks(out);
  }

  private AnswerReader begun(JsonObject first) {
    AnswerReader known = reader;
    if (known == null) {
      known = new AnswerReader(options.choices(), options.idPrefix(first));
      reader = known;
      chunks =
          new CanonicalChunks(
              first.text("responseId").orElse(""),
              options.created(),
              first.text("modelVersion").orElse(""));
    }
    return known;
  }

  // Every frame tells the usage so far; an end is believed for what is told behind it.
  private List<ChatEvent> counted(AnswerReader.Frame frame) {
    if (frame.usage().isEmpty() || (frame.usage().equals(usage) && frame.ends().isEmpty())) {
      return List.of();
    }
    usage = frame.usage();
    return List.of(new UsageReported(frame.usage().get()));
  }

  private ChatChunk usage(List<ChatEvent> counted) {
    return options.tellsUsage() && isWhole()
        ? usage.map(chunks::usage).orElseThrow()
        : new ChatChunk(counted, Optional.empty());
  }
}
