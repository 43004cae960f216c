package dev.mainstay.stream;

import dev.mainstay.json.JsonObject;
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
import dev.mainstay.text.WholeCharacters;
import java.util.List;
import java.util.Optional;

/**
 * Chunks whose texts are whole characters: text, reasoning, refusals and arguments, each of every
 * choice. Half a surrogate pair at the end of one goes out with the next of the same text, so that
 * a break between the halves leaves nobody with half a character. Not thread-safe.
 */
public final class WholeText implements Stage {
  private final WholeTexts said = new WholeTexts();
  private final WholeTexts written = new WholeTexts();

  /** Gives one chunk: nearly always {@code chunk} itself. */
  @Override
  public List<ChatChunk> add(ChatChunk chunk) {
    boolean isSimple = !said.areWaiting() && !written.areWaiting();
    return List.of(isSimple && !hasSurrogate(chunk) ? chunk : rewritten(chunk));
  }

  private static boolean hasSurrogate(ChatChunk chunk) {
    for (ChatEvent event : chunk.events()) {
      if (hasSurrogate(event)) {
        return true;
      }
    }
    return false;
  }

  private ChatChunk rewritten(ChatChunk chunk) {
    List<ChatEvent> events = chunk.events().stream().map(event -> whole(0, event)).toList();
    Optional<JsonObject> json = chunk.json().map(written::inDeltas);
    return events.equals(chunk.events()) && json.equals(chunk.json())
        ? chunk
        : new ChatChunk(events, json);
  }

  private ChatEvent whole(int choice, ChatEvent event) {
    return switch (event) {
      case TextDelta(String text) -> new TextDelta(said.add(choice + "/text", text));
      case ReasoningDelta(String text) -> new ReasoningDelta(said.add(choice + "/reasoning", text));
      case RefusalDelta(String text) -> new RefusalDelta(said.add(choice + "/refusal", text));
      case ToolCallDelta(int index, String id, String name, String arguments) ->
          new ToolCallDelta(index, id, name, said.add(choice + "/call/" + index, arguments));
      case OtherChoice(int index, ChatEvent inner) -> new OtherChoice(index, whole(index, inner));
      case Finished finished -> finished;
      case UsageReported usage -> usage;
      case Restarted restarted -> restarted;
    };
  }

  private static boolean hasSurrogate(ChatEvent event) {
    return switch (event) {
      case TextDelta(String text) -> WholeCharacters.hasSurrogate(text);
      case ReasoningDelta(String text) -> WholeCharacters.hasSurrogate(text);
      case RefusalDelta(String text) -> WholeCharacters.hasSurrogate(text);
      case ToolCallDelta delta -> WholeCharacters.hasSurrogate(delta.arguments());
      case OtherChoice(int index, ChatEvent inner) -> hasSurrogate(inner);
      case Finished finished -> false;
      case UsageReported usage -> false;
      case Restarted restarted -> false;
    };
  }
}
