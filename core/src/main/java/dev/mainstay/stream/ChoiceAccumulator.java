package dev.mainstay.stream;

import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.Choice;
import dev.mainstay.model.ToolCall;
import dev.mainstay.text.TokenEstimate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One choice of an answer, as far as it has come. */
final class ChoiceAccumulator {
  final StringBuilder text = new StringBuilder();
  final StringBuilder reasoning = new StringBuilder();
  final StringBuilder refusal = new StringBuilder();
  private final SortedMap<Integer, Call> calls = new TreeMap<>();
  final ThoughtPieces thoughts = new ThoughtPieces();
  @Nullable Finished finished;

  void add(ToolCallDelta delta) {
    Call call = calls.computeIfAbsent(delta.index(), i -> new Call());
    call.id = delta.id().isEmpty() ? call.id : delta.id();
    call.name += delta.name().equals(call.name) ? "" : delta.name();
    call.arguments.append(delta.arguments());
  }

  long estimatedTokens() {
    long tokens = TokenEstimate.of(text) + TokenEstimate.of(reasoning) + TokenEstimate.of(refusal);
    for (Call call : calls.values()) {
      tokens += TokenEstimate.of(call.name) + TokenEstimate.of(call.arguments);
    }
    return tokens;
  }

  boolean hasToolCall() {
    return !calls.isEmpty();
  }

  boolean hasToolCall(int index) {
    return calls.containsKey(index);
  }

  boolean isFinished() {
    return finished != null;
  }

  Choice build(int index, boolean isCut) {
    Optional<Finished> end = Optional.ofNullable(finished).filter(told -> !isCut);
    return new Choice(
        index,
        text.toString(),
        reasoning.toString(),
        refusal.toString(),
        calls.isEmpty() ? List.of() : calls.values().stream().map(Call::build).toList(),
        end.map(Finished::reason),
        end.map(Finished::nativeReason),
        thoughts.whole());
  }

  private static final class Call {
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();

    ToolCall build() {
      return new ToolCall(id, name, arguments.toString());
    }
  }
}
