package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.CanonicalAnswer;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.ContentBlocks;
import dev.mainstay.provider.wire.ErrorWords;
import dev.mainstay.provider.wire.ProviderError;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a whole answer of Converse. For a streamed call, which a proxy may answer plainly, the
 * answer is told as a stream's chunks.
 *
 * @param id the answer's id, which the service tells in a header
 * @param created when the answer was made, in seconds since 1970, which the service does not tell
 * @param model the model that was asked, which the service does not repeat
 * @param isStream whether a stream was asked for
 * @param tellsUsage whether a stream's caller is shown a chunk of the usage
 */
record ConverseAnswer(String id, long created, String model, boolean isStream, boolean tellsUsage)
    implements AnswerDecoder {

  @Override
  public Reading read(JsonObject answer) {
    Optional<JsonArray> content =
        answer
            .object("output")
            .flatMap(output -> output.object("message"))
            .flatMap(message -> message.array("content"));
    if (content.isEmpty()) {
      return Reading.noAnswer(answer, "the answer is not one of Converse");
    }
    String word = answer.text("stopReason").orElse("");
    if (word.isEmpty()) {
      return new Reading.Truncated("the answer has no stopReason");
    }
    Said said = new Said();
    content.get().objects().forEach(said::take);
    if (ContentBlocks.cuts(StopReason.of(word))) {
      said.cut();
    }
    if (StopReason.isMalformed(word) && said.events.isEmpty()) {
      return Reading.failed(ProviderError.ofFinish(word, ErrorWords.MALFORMED_OUTPUT));
    }
    Finished finished = StopReason.of(word);
    TokenCounts counts = new TokenCounts(answer.object("usage").orElse(JsonObject.empty()));
    return new Reading.Chunks(
        isStream
            ? chunks(said, finished, counts)
            : List.of(whole(said, finished, counts, answer.object("trace"))));
  }

  private ChatChunk whole(
      Said said, Finished finished, TokenCounts counts, Optional<JsonObject> trace) {
    List<ChatEvent> events = new ArrayList<>(said.events);
    Optional<Usage> usage = counts.usage();
    usage.map(UsageReported::new).ifPresent(events::add);
    events.add(finished);
    JsonObject json =
        CanonicalAnswer.of(id, created, model, events, Thoughts.member(said.thoughts));
    JsonObject counted = usage.map(u -> json.with("usage", counts.canonical(u))).orElse(json);
    // What a guardrail found.
    return new ChatChunk(
        events, Optional.of(trace.map(told -> counted.with("trace", told)).orElse(counted)));
  }

  private List<ChatChunk> chunks(Said said, Finished finished, TokenCounts counts) {
    CanonicalChunks chunks = new CanonicalChunks(id, created, model);
    List<ChatChunk> out = new ArrayList<>();
    out.add(chunks.chunk(said.events, Thoughts.member(said.thoughts)));
    out.add(chunks.chunk(List.of(finished)));
    counts
        .usage()
        .ifPresent(usage -> out.add(chunks.usage(usage, counts.canonical(usage), tellsUsage)));
    return out;
  }

  /** What the blocks of one answer say. */
  private static final class Said {
    final List<ChatEvent> events = new ArrayList<>();
    final List<JsonObject> thoughts = new ArrayList<>();
    private int calls;

    void take(JsonObject block) {
      text(block);
      block.object("toolUse").filter(use -> !ToolForms.isOfServer(use)).ifPresent(this::call);
      block.object("reasoningContent").ifPresent(this::thought);
      // What is cited is text like any other.
      block.object("citationsContent").stream()
          .flatMap(cited -> cited.array("content").stream().flatMap(JsonArray::objects))
          .forEach(this::text);
    }

    // A last call without arguments shall not look as if it were whole.
    void cut() {
      if (!events.isEmpty()
          && events.getLast() instanceof ToolCallDelta call
          && call.arguments().equals("{}")) {
        events.removeLast();
        events.add(new ToolCallDelta(call.index(), call.id(), call.name(), ""));
      }
    }

    private void text(JsonObject block) {
      block
          .text("text")
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> events.add(new TextDelta(text)));
    }

    private void call(JsonObject use) {
      String input = use.object("input").orElse(JsonObject.empty()).toJson();
      events.add(
          new ToolCallDelta(
              calls++, use.text("toolUseId").orElse(""), use.text("name").orElse(""), input));
    }

    private void thought(JsonObject content) {
      content
          .object("reasoningText")
          .ifPresent(told -> {
            String text = told.text("text").orElse("");
            if (!text.isEmpty()) {
              events.add(new ReasoningDelta(text));
            }
            thoughts.add(Thoughts.open(text, told.text("signature").orElse("")));
          });
      content.text("redactedContent").map(Thoughts::redacted).ifPresent(thoughts::add);
    }
  }
}
