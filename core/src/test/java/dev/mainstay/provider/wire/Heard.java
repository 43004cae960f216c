package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one attempt said of its first choice, put together. */
public final class Heard {
  private static final int TOO_MANY_STEPS = 100_000;

  public final StringBuilder text = new StringBuilder();
  public final StringBuilder reasoning = new StringBuilder();
  public final StringBuilder refusal = new StringBuilder();
  public final List<ToolCall> toolCalls = new ArrayList<>();
  public final List<ChatEvent> events = new ArrayList<>();
  public final List<JsonObject> chunks = new ArrayList<>();
  public Optional<FinishReason> finish = Optional.empty();
  public Optional<String> nativeFinish = Optional.empty();
  public Optional<Usage> usage = Optional.empty();
  public Optional<Failure> failure = Optional.empty();

  public static Heard from(ProviderStream stream) {
    Heard heard = new Heard();
    try (stream) {
      for (int i = 0; i < TOO_MANY_STEPS; i++) {
        Step step = stream.next();
        switch (step) {
          case ProviderStream.Next(ChatChunk chunk) -> heard.take(chunk);
          case ProviderStream.End end -> {
            return heard.checked(stream, step);
          }
          case ProviderStream.Broken(Failure failure) -> {
            heard.failure = Optional.of(failure);
            return heard.checked(stream, step);
          }
        }
      }
      throw new AssertionError("the stream has no end");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public boolean hasOutput() {
    return events.stream().anyMatch(ChatEvent::isOutput);
  }

  public boolean isSuccess() {
    return failure.isEmpty();
  }

  /** Whether nothing at all tells {@code other} from this. */
  public boolean isSameAs(Heard other) {
    return text.compareTo(other.text) == 0
        && reasoning.compareTo(other.reasoning) == 0
        && refusal.compareTo(other.refusal) == 0
        && toolCalls.equals(other.toolCalls)
        && events.equals(other.events)
        && chunks.equals(other.chunks)
        && finish.equals(other.finish)
        && nativeFinish.equals(other.nativeFinish)
        && usage.equals(other.usage)
        && failure.equals(other.failure);
  }

  public Optional<String> model() {
    return chunks.stream()
        .flatMap(chunk -> chunk.text("model").stream())
        .filter(model -> !model.isEmpty())
        .findFirst();
  }

  private Heard checked(ProviderStream stream, Step last) throws InterruptedException {
    if (!stream.next().equals(last)) {
      throw new AssertionError("after its end the stream said something else");
    }
    return this;
  }

  private void take(ChatChunk chunk) {
    if (chunk.events().isEmpty() && chunk.json().isEmpty()) {
      throw new AssertionError("an empty chunk was given out");
    }
    chunk.json().ifPresent(chunks::add);
    events.addAll(chunk.events());
    chunk.events().forEach(this::take);
  }

  private void take(ChatEvent event) {
    switch (event) {
      case ChatEvent.TextDelta(String piece) -> text.append(piece);
      case ChatEvent.ReasoningDelta(String piece) -> reasoning.append(piece);
      case ChatEvent.RefusalDelta(String piece) -> refusal.append(piece);
      case ChatEvent.ToolCallDelta delta -> take(delta);
      case ChatEvent.UsageReported(Usage told) -> usage = Optional.of(told);
      case ChatEvent.Finished(FinishReason reason, String word) -> {
        finish = Optional.of(reason);
        nativeFinish = Optional.of(word);
      }
      case ChatEvent.OtherChoice other -> {}
      case ChatEvent.Restarted restarted -> forget();
    }
  }

  private void forget() {
    text.setLength(0);
    reasoning.setLength(0);
    refusal.setLength(0);
    toolCalls.clear();
  }

  private void take(ChatEvent.ToolCallDelta delta) {
    if (delta.index() == toolCalls.size()) {
      toolCalls.add(new ToolCall("", "", ""));
    }
    ToolCall call = toolCalls.get(delta.index());
    toolCalls.set(
        delta.index(),
        new ToolCall(
            call.id() + delta.id(),
            call.name() + delta.name(),
            call.arguments() + delta.arguments()));
  }
}
