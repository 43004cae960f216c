package dev.mainstay.program;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.ToolCall;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A record of every prompt that a program sends and what came for it; given to a call by {@link
 * ProgramOptions#withTrace}. {@link #toString} prints it for a person. Thread-safe. It holds what
 * users and models say, and is kept by nobody else.
 */
public final class ProgramTrace {
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /** A trace without anything in it. */
  public ProgramTrace() {}

  /**
   * One prompt and its answer.
   *
   * @param path the program that asked
   * @param deployment who was asked
   * @param request what it was asked
   * @param answer what came, as it was; of an answer that went on where another broke, the rest
   * @param outcome how it went, in words
   */
  public record Entry(
      String path, String deployment, ChatRequest request, String answer, String outcome) {}

  void add(Entry entry) {
    entries.add(entry);
  }

  /** What was written down, in order. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append("=== ").append(entry.path().isEmpty() ? "(program)" : entry.path());
      text.append(", ").append(entry.deployment()).append('\n');
      for (Message message : entry.request().messages()) {
        text.append("--- ").append(message.role()).append('\n').append(message.text());
        for (ToolCall call : message.toolCalls()) {
          text.append(text.charAt(text.length() - 1) == '\n' ? "" : "\n").append("calls ");
          text.append(call.name()).append(' ').append(call.arguments());
        }
        text.append("\n\n");
      }
      text.append("--- answer\n").append(entry.answer()).append("\n\n");
      text.append("--- ").append(entry.outcome()).append("\n\n");
    }
    return text.toString();
  }
}
