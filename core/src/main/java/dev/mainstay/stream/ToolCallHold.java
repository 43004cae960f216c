package dev.mainstay.stream;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds back a stream's tool calls until its semantic end, so that a break among them has shown the
 * caller nothing and can simply be asked for again.
 *
 * <p>From the first piece of a tool call on every chunk is held, so that their order stays; beyond
 * {@link #MAX_HELD}, {@link #MAX_CHUNKS} or what {@link Bulk} allows they are let go, and so is
 * everything after. At the end each call has its name whole where it begins. Not thread-safe.
 */
public final class ToolCallHold implements Stage {
  /** How many characters are held at most: 1 Mi. */
  public static final int MAX_HELD = 1024 * 1024;

  /**
   * How many chunks are held at most: 16 Ki, a few MiB of JSON even where each holds but a letter.
   */
  public static final int MAX_CHUNKS = 16 * 1024;

  private final int expectedChoices;
  private final List<ChatChunk> held = new ArrayList<>();
  private final Bulk bulk = new Bulk();
  private final Set<Integer> finished = new HashSet<>();
  private long size;
  private boolean given;

  /** A hold for an answer of {@code expectedChoices} choices. */
  public ToolCallHold(int expectedChoices) {
    this.expectedChoices = expectedChoices;
  }

  @Override
  public List<ChatChunk> add(ChatChunk chunk) {
    for (ChatEvent event : chunk.events()) {
      note(0, event);
    }
    if (given || (held.isEmpty() && !chunk.hasToolCall())) {
      return List.of(chunk);
    }
    held.add(chunk);
    bulk.add(chunk);
    if (size > MAX_HELD || held.size() > MAX_CHUNKS || bulk.isTooMuch()) {
      given = true;
      return taken();
    }
    return finished.size() >= expectedChoices ? release() : List.of();
  }

  @Override
  public long estimatedTokensHeld() {
    OutputEstimate estimate = new OutputEstimate();
    held.forEach(chunk -> chunk.events().forEach(estimate::add));
    return estimate.tokens();
  }

  @Override
  public List<ChatChunk> release() {
    return CallNames.whole(taken());
  }

  private List<ChatChunk> taken() {
    List<ChatChunk> all = List.copyOf(held);
    held.clear();
    return all;
  }

  private void note(int choice, ChatEvent event) {
    switch (event) {
      case Finished end -> finished.add(choice);
      case ToolCallDelta delta -> size += delta.arguments().length() + delta.name().length();
      case TextDelta(String text) -> size += held.isEmpty() ? 0 : text.length();
      case ReasoningDelta(String text) -> size += held.isEmpty() ? 0 : text.length();
      case RefusalDelta(String text) -> size += held.isEmpty() ? 0 : text.length();
      case OtherChoice(int index, ChatEvent inner) -> note(index, inner);
      case UsageReported usage -> {}
      case Restarted restarted -> {}
    }
  }
}
