package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent.Recovered;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.WireForm.Said;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What must be true of a story on the wire, whatever happened in it. */
final class WireVerdict {
  private final WireStory story;
  private final List<ChatEvent> events;
  private final List<JsonObject> json;

  private WireVerdict(WireStory story) {
    this.story = story;
    this.events = story.chunks.stream().flatMap(chunk -> chunk.events().stream()).toList();
    this.json = story.chunks.stream().map(ChatChunk::json).flatMap(Optional::stream).toList();
  }

  /** The caller has the whole answer, once, as one stream. */
  static void requireWhole(WireStory story) {
    requireWholeOrHonestFailure(story)
        .ifPresent(e -> {
          throw new AssertionError("the call failed", e);
        });
  }

  /** The caller has a true beginning of the answer, no end, and an exception that holds it. */
  static void requireHonestFailure(WireStory story) {
    assertThat(requireWholeOrHonestFailure(story)).as("failure").isPresent();
  }

  /** One of the two. */
  static Optional<MainstayException> requireWholeOrHonestFailure(WireStory story) {
    Optional<MainstayException> exception = story.run();
    WireVerdict verdict = new WireVerdict(story);
    exception.ifPresentOrElse(verdict::requireBeginning, verdict::requireWhole);
    assertThat(story.world.time.pendingTimers()).isZero();
    assertThat(story.transport.open()).isZero();
    return exception;
  }

  private void requireWhole() {
    requireText(story.said.text());
    requireCalls();
    requireOneStream();
    requireUsage();
  }

  private void requireBeginning(MainstayException exception) {
    String partial = exception.partial().map(answer -> answer.text()).orElse("");
    assertThat(story.said.text()).startsWith(partial);
    requireText(partial);
    assertThat(events).noneMatch(Finished.class::isInstance);
    assertThat(events).noneMatch(ToolCallDelta.class::isInstance);
    assertThat(finishReasons()).isEmpty();
  }

  private void requireText(String text) {
    StringBuilder told = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof TextDelta(String piece)) {
        assertThat(Character.isHighSurrogate((piece + " ").charAt(Math.max(0, piece.length() - 1))))
            .as("half a character goes out")
            .isFalse();
        told.append(piece);
      }
    }
    assertThat(told).hasToString(text);
    assertThat(String.join("", inDeltas(delta -> delta.text("content")))).isEqualTo(text);
  }

  private void requireCalls() {
    StringBuilder told = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof ToolCallDelta(int index, String id, String name, String arguments)) {
        told.append(id.isEmpty() ? "" : "\n" + index + " " + id + " " + name + " ");
        told.append(arguments);
      }
    }
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < story.said.calls().size(); i++) {
      Said.Call call = story.said.calls().get(i);
      said.append("\n").append(i).append(" ").append(call.id()).append(" ");
      said.append(call.name()).append(" ").append(call.arguments());
    }
    assertThat(told).hasToString(said.toString());
  }

  private void requireOneStream() {
    assertThat(events).filteredOn(Finished.class::isInstance).hasSize(1);
    assertThat(finishReasons()).containsExactly(story.said.finishReason());
    assertThat(inDeltas(delta -> delta.text("role"))).containsExactly("assistant");
    assertThat(json.stream().map(j -> j.text("id").orElse("")).distinct()).hasSize(1);
    assertThat(json.stream().map(j -> j.text("object").orElse("")).distinct())
        .containsExactly("chat.completion.chunk");
    StringBuilder reasoning = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof ReasoningDelta(String piece)) {
        reasoning.append(piece);
      }
    }
    assertThat(story.said.reasoning()).startsWith(reasoning);
    assertThat(String.join("", inDeltas(delta -> delta.text("reasoning_content"))))
        .isEqualTo(reasoning.toString());
  }

  private void requireUsage() {
    List<JsonObject> told =
        json.stream().filter(j -> j.hasValue("usage")).map(j -> j.object("usage").get()).toList();
    boolean isRecovered = story.world.events.stream().anyMatch(Recovered.class::isInstance);
    assertThat(told.size()).as("usages told").isLessThanOrEqualTo(1);
    if (!isRecovered) {
      assertThat(told).noneMatch(usage -> usage.has("estimated"));
      return;
    }
    assertThat(events).last().isInstanceOf(UsageReported.class);
    assertThat(told).hasSize(story.request.includesUsage() ? 1 : 0);
    for (JsonObject usage : told) {
      assertThat(json.getLast().hasValue("usage")).isTrue();
      assertThat(usage.flag("estimated")).hasValue(true);
      assertThat(usage.number("prompt_tokens").orElseThrow()).isPositive();
    }
  }

  private List<String> finishReasons() {
    return choices().flatMap(choice -> choice.text("finish_reason").stream()).toList();
  }

  private List<String> inDeltas(Function<JsonObject, Optional<String>> member) {
    return choices()
        .flatMap(choice -> choice.object("delta").stream())
        .flatMap(delta -> member.apply(delta).stream())
        .toList();
  }

  private Stream<JsonObject> choices() {
    return json.stream().flatMap(j -> j.array("choices").stream()).flatMap(JsonArray::objects);
  }
}
