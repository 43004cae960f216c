package dev.mainstay.program;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.program.adapter.ToolText;
import dev.mainstay.program.reader.FieldPiece;
import dev.mainstay.program.reader.FieldsReader;
import dev.mainstay.program.reader.ReadFields;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One answer of a model as it is taken: its text, its pieces, and how it ended. */
final class Taking {
  private static final Set<String> CALLS = Set.of(ToolText.SECTION);

  private final FieldsReader reader;
  private final StringBuilder raw = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private @Nullable FinishReason finish;
  private @Nullable Usage usage;
  private @Nullable ReadFields whole;

  Taking(AskedForm asked) {
    this.reader = asked.adapter().reader();
  }

  /** The pieces that {@code event} brings. */
  List<FieldPiece> take(ChatEvent event) {
    return switch (event) {
      case ChatEvent.TextDelta(String text) -> text(text);
      case ChatEvent.RefusalDelta(String text) -> {
        refusal.append(text);
        yield List.of();
      }
      case ChatEvent.UsageReported(Usage told) -> {
        usage = told;
        yield List.of();
      }
      case ChatEvent.Finished finished -> {
        finish = finished.reason();
        yield List.of();
      }
      case ChatEvent.ReasoningDelta thought -> List.of();
      case ChatEvent.ToolCallDelta call -> List.of();
      case ChatEvent.Restarted restarted -> List.of();
      case ChatEvent.OtherChoice other -> List.of();
    };
  }

  List<FieldPiece> text(String text) {
    raw.append(text);
    return reader.read(text);
  }

  void ended(Optional<FinishReason> reason, String refused, Optional<Usage> told) {
    finish = reason.orElse(finish);
    usage = told.orElse(usage);
    if (refusal.isEmpty()) {
      refusal.append(refused);
    }
  }

  /**
   * What the answer calls in place of an answer.
   *
   * @param byApi what it calls by the means of its API
   * @param before how many calls there have been
   * @throws dev.mainstay.schema.JsonReadException if it calls, but nobody can tell what
   */
  List<ToolCall> called(List<ToolCall> byApi, int before) {
    boolean isWhole = finish == FinishReason.TOOL_CALLS || finish == FinishReason.STOP;
    if (!byApi.isEmpty()) {
      return isWhole ? byApi : List.of();
    }
    String text = reading().texts().getOrDefault(ToolText.SECTION, "");
    return isWhole && !text.isBlank() ? ToolText.read(text, before) : List.of();
  }

  List<FieldPiece> end() {
    List<FieldPiece> last = reader.end();
    whole = reader.reading();
    return last;
  }

  boolean isCutOff() {
    return finish == FinishReason.LENGTH;
  }

  boolean isFiltered() {
    return finish == FinishReason.CONTENT_FILTER;
  }

  boolean isRefused() {
    return !refusal.isEmpty();
  }

  /** Its text; of one that is nothing but a refusal, that. */
  String raw() {
    return raw.isEmpty() ? refusal.toString() : raw.toString();
  }

  /** In what words it refused; empty where it did not. */
  String refusal() {
    return refusal.toString();
  }

  /** The fields that are whole. */
  JsonObject values() {
    return reading().values().without(CALLS);
  }

  ReadFields reading() {
    return whole == null ? reader.reading() : whole;
  }

  Optional<Usage> usage() {
    return Optional.ofNullable(usage);
  }

  PartialAnswer partial() {
    return new PartialAnswer(raw(), values(), reading().texts());
  }
}
