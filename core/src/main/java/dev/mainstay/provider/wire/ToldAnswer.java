package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a whole answer of another dialect is told: in one, or as a stream's chunks where a stream was
 * asked for.
 *
 * @param id the answer's id
 * @param created when it was made, in seconds since 1970
 * @param model the model that answered
 * @param isStream whether a stream was asked for
 * @param tellsUsage whether a stream's caller is shown a chunk of the usage
 */
public record ToldAnswer(
    String id, long created, String model, boolean isStream, boolean tellsUsage) {

  /**
   * The answer that says {@code said}, its end at last, and took {@code usage}.
   *
   * @param logprobs how probable its tokens were
   */
  public Reading of(List<ChatEvent> said, Optional<Usage> usage, Logprobs logprobs) {
    return new Reading.Chunks(
        isStream ? chunks(said, usage, logprobs) : List.of(whole(said, usage, logprobs)));
  }

  private ChatChunk whole(List<ChatEvent> said, Optional<Usage> usage, Logprobs logprobs) {
    List<ChatEvent> events = new ArrayList<>(said);
    usage.ifPresent(told -> events.add(events.size() - 1, new UsageReported(told)));
    return new ChatChunk(
        events,
        Optional.of(CanonicalAnswer.of(id, created, model, events, JsonObject.empty(), logprobs)));
  }

  private List<ChatChunk> chunks(List<ChatEvent> said, Optional<Usage> usage, Logprobs logprobs) {
    CanonicalChunks chunks = new CanonicalChunks(id, created, model);
    List<ChatChunk> out = new ArrayList<>();
    if (!logprobs.isEmpty()) {
      out.add(chunks.chunk(List.of(), JsonObject.empty(), logprobs));
    }
    said.forEach(event -> out.add(chunks.chunk(List.of(event))));
    usage.ifPresent(told -> out.add(chunks.usage(told, tellsUsage)));
    return out;
  }
}
