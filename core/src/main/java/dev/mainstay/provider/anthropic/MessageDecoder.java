package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.CanonicalAnswer;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.ContentBlocks;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a whole message. For a streamed call, which a server may answer plainly, the answer is told
 * as a stream's chunks.
 *
 * @param created when the answer was made, in seconds since 1970, which the API does not tell
 * @param isStream whether a stream was asked for
 * @param tellsUsage whether a stream's caller is shown a chunk of the usage
 * @param tellsOwn whether the caller speaks this very dialect
 */
record MessageDecoder(long created, boolean isStream, boolean tellsUsage, boolean tellsOwn)
    implements AnswerDecoder {

  @Override
  public Reading read(JsonObject answer) {
    if (!isMessage(answer)) {
      return Reading.noAnswer(answer, "the answer is not a message");
    }
    Optional<Finished> finished = StopReason.in(answer);
    if (finished.isEmpty()) {
      return new Reading.Truncated("the answer has no stop_reason");
    }
    Message message = new Message(answer, ContentBlocks.cuts(finished.get()));
    return new Reading.Chunks(
        isStream ? message.chunks(finished.get()) : List.of(message.whole(finished.get())));
  }

  private static boolean isMessage(JsonObject answer) {
    return answer.array("content").isPresent()
        && !answer.text("type").filter("error"::equals).isPresent();
  }

  /** What one message says. */
  private final class Message {
    private final String id;
    private final String model;
    private final TokenCounts counts;
    private final List<ChatEvent> said = new ArrayList<>();
    private final List<JsonObject> thoughts = new ArrayList<>();
    private final JsonObjectBuilder more;
    private final JsonObject answer;
    private int calls;
    private boolean isForeign;

    Message(JsonObject answer, boolean isCut) {
      this.answer = answer;
      id = answer.text("id").orElse("");
      model = answer.text("model").orElse("");
      counts = TokenCounts.none().with(answer.object("usage").orElse(JsonObject.empty()));
      JsonArray content = answer.array("content").orElse(JsonArray.of());
      for (int i = 0; i < content.size(); i++) {
        if (content.items().get(i) instanceof JsonObject block) {
          take(block, isCut && i == content.size() - 1);
        }
      }
      more = Thoughts.of(thoughts).toBuilder();
      if (isForeign) {
        more.put(EventsDecoder.FOREIGN_BLOCKS, content);
      }
      EventsDecoder.stopSequence(answer).forEach(more::put);
    }

    private void take(JsonObject start, boolean isCut) {
      OpenBlock block = OpenBlock.of(start, calls);
      calls += block instanceof OpenBlock.Call ? 1 : 0;
      said.addAll(block.begin());
      if (!(isCut && block.lacksArguments())) {
        said.addAll(block.end());
      }
      block.thought().ifPresent(thoughts::add);
      isForeign |= block.foreign().isPresent() || start.hasValue("citations");
    }

    ChatChunk whole(Finished finished) {
      List<ChatEvent> events = new ArrayList<>(said);
      Optional<Usage> usage = counts.usage();
      usage.map(UsageReported::new).ifPresent(events::add);
      events.add(finished);
      if (tellsOwn) {
        OwnWords.whole(answer).forEach(more::put);
      }
      JsonObject json = CanonicalAnswer.of(id, created, model, events, more.build());
      return new ChatChunk(
          events,
          Optional.of(usage.map(u -> json.with("usage", counts.canonical(u))).orElse(json)));
    }

    List<ChatChunk> chunks(Finished finished) {
      CanonicalChunks chunks = new CanonicalChunks(id, created, model);
      List<ChatChunk> out = new ArrayList<>();
      out.add(chunks.chunk(said, more.build()));
      JsonObject end = tellsOwn ? OwnWords.endOf(answer) : JsonObject.empty();
      out.add(chunks.chunk(List.of(finished), end));
      counts
          .usage()
          .ifPresent(usage -> out.add(chunks.usage(usage, counts.canonical(usage), tellsUsage)));
      return out;
    }
  }
}
