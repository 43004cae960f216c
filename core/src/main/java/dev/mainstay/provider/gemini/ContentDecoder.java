package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.CanonicalAnswer;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a whole answer. For a streamed call, which a server may answer plainly, the answer is told
 * as a stream's chunks.
 */
record ContentDecoder(AnswerOptions options) implements AnswerDecoder {

  @Override
  public Reading read(JsonObject answer) {
    if (!AnswerReader.isAnswer(answer)) {
      return Reading.noAnswer(answer, "the answer has no candidates");
    }
    AnswerReader reader = new AnswerReader(options.choices(), options.idPrefix(answer));
    AnswerReader.Frame frame = reader.read(answer);
    List<ChatEvent> usage = frame.usage().<ChatEvent>map(UsageReported::new).stream().toList();
    if (frame.error().isPresent()) {
      return new Reading.Failed(frame.error().get(), usage);
    }
    if (!reader.isEveryCandidateFinished()) {
      return new Reading.Truncated("the answer has no finishReason");
    }
    return new Reading.Chunks(
        options.isStream() ? chunks(answer, frame) : List.of(whole(answer, frame, usage)));
  }

  private ChatChunk whole(JsonObject answer, AnswerReader.Frame frame, List<ChatEvent> usage) {
    Said said = Said.joined(frame.said());
    List<ChatEvent> events = new ArrayList<>(said.events());
    events.addAll(usage);
    events.addAll(frame.ends());
    return new ChatChunk(
        events,
        Optional.of(
            CanonicalAnswer.of(
                id(answer),
                options.created(),
                model(answer),
                events,
                said.more(),
                said.logprobs())));
  }

  private List<ChatChunk> chunks(JsonObject answer, AnswerReader.Frame frame) {
    CanonicalChunks chunks = new CanonicalChunks(id(answer), options.created(), model(answer));
    List<ChatChunk> out = new ArrayList<>();
    frame
        .said()
        .forEach(said -> out.add(chunks.chunk(said.events(), said.more(), said.logprobs())));
    out.add(chunks.chunk(frame.ends()));
    frame.usage().ifPresent(usage -> out.add(chunks.usage(usage, options.tellsUsage())));
    return out;
  }

  private static String id(JsonObject answer) {
    return answer.text("responseId").orElse("");
  }

  private static String model(JsonObject answer) {
    return answer.text("modelVersion").orElse("");
  }
}
