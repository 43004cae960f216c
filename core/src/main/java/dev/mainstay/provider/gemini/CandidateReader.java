package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.provider.wire.KeptText;
import dev.mainstay.provider.wire.Logprobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one candidate, whole or frame by frame, and knows what it has said so far. */
final class CandidateReader {
  /** The member of a message or delta that has the pictures a model made. */
  static final String IMAGES = "images";

  /** The member of a message or delta that has the parts for which OpenAI has no word. */
  static final String FOREIGN_PARTS = "content_parts";

  // What an answer rests on, and why it ended: shown under Gemini's own names.
  private static final List<String> OWN =
      List.of(
          "groundingMetadata",
          "citationMetadata",
          "urlContextMetadata",
          "safetyRatings",
          "finishMessage");
  private static final String CALL = "functionCall";
  private static final Set<String> ATTRIBUTES = Set.of("thought", PartSignature.FIELD);

  private final KeptText thought = new KeptText();
  private final OpenCalls calls;
  private boolean hasText;
  private boolean hasOutput;
  private boolean isFinished;
  private @Nullable FinishWord told;

  /**
   * @param idPrefix what the ids begin with of tool calls that come without any
   */
  CandidateReader(String idPrefix) {
    this.calls = new OpenCalls(idPrefix);
  }

  boolean isFinished() {
    return isFinished;
  }

  boolean hasOutput() {
    return hasOutput;
  }

  /** What {@code candidate}, or its next piece, says but for its end. */
  List<Said> read(JsonObject candidate) {
    List<Said> all = new ArrayList<>();
    candidate.object("content").flatMap(content -> content.array("parts")).stream()
        .flatMap(JsonArray::objects)
        .forEach(part -> all.addAll(part(part)));
    boolean says = all.stream().anyMatch(said -> !said.events().isEmpty());
    hasOutput |= says;
    // Output behind an end revokes it.
    isFinished &= !says;
    JsonObjectBuilder own = JsonObject.builder();
    OWN.forEach(name -> candidate.get(name).ifPresent(value -> own.put(name, value)));
    if (!own.build().isEmpty()) {
      all.add(Said.members(own.build()));
    }
    Logprobs logprobs = CandidateLogprobs.in(candidate);
    return logprobs.isEmpty() ? all : told(logprobs, all);
  }

  // With the text whose tokens they are.
  private static List<Said> told(Logprobs logprobs, List<Said> all) {
    for (int last = all.size() - 1; last >= 0; last--) {
      if (all.get(last).hasText()) {
        all.set(last, all.get(last).with(logprobs));
        return all;
      }
    }
    all.add(Said.of().with(logprobs));
    return all;
  }

  /** Whether {@code word} is its end, or another than it has told: the last one counts. */
  boolean mayEndBy(FinishWord word) {
    return !isFinished || !(word.equals(told) || word.isSpoilt() || isCutBy(word));
  }

  private boolean isCutBy(FinishWord word) {
    return calls.isAnyOpen() && word.reason() == FinishReason.STOP;
  }

  /** The end that {@code word} is; nothing where it spoils what was said. */
  Optional<ChatEvent> finish(FinishWord word) {
    boolean isCut = isCutBy(word);
    boolean cameToNothing = word.isSpoilt() && (calls.count() > 0 || !hasText);
    if (isCut || cameToNothing) {
      return Optional.empty();
    }
    isFinished = true;
    told = word;
    boolean calling = calls.count() > 0 && word.reason() == FinishReason.STOP;
    return Optional.of(
        new Finished(calling ? FinishReason.TOOL_CALLS : word.reason(), word.word()));
  }

  private List<Said> part(JsonObject part) {
    List<Said> said = new ArrayList<>();
    Optional<JsonObject> call = part.object(CALL);
    // Ahead of its call, and behind its text.
    if (call.isPresent()) {
      signature(part, String.valueOf(calls.count())).ifPresent(said::add);
      said.add(Said.of(calls.read(call.get())));
    } else {
      content(part).ifPresent(said::add);
      signature(part, PartSignature.TEXT).ifPresent(said::add);
    }
    return said;
  }

  private Optional<Said> content(JsonObject part) {
    Optional<String> text = part.text("text");
    if (text.isPresent()) {
      return text.filter(piece -> !piece.isEmpty()).map(piece -> Said.of(text(part, piece)));
    }
    if (part.without(ATTRIBUTES).isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonObject> picture = part.object("inlineData").filter(CandidateReader::isPicture);
    return Optional.of(
        picture
            .map(data -> Said.item(IMAGES, image(data)))
            .orElseGet(() -> Said.item(FOREIGN_PARTS, part)));
  }

  private ChatEvent text(JsonObject part, String text) {
    if (part.flag("thought").orElse(false)) {
      thought.add(text);
      return new ReasoningDelta(text);
    }
    hasText = true;
    return new TextDelta(text);
  }

  private Optional<Said> signature(JsonObject part, String place) {
    return part.text(PartSignature.FIELD)
        .filter(signature -> !signature.isEmpty())
        .map(signature -> {
          JsonObject block = PartSignature.block(place, signature, thought.toString());
          thought.clear();
          return Said.item(PartSignature.MEMBER, block);
        });
  }

  private static boolean isPicture(JsonObject data) {
    return data.text("mimeType").filter(type -> type.startsWith("image/")).isPresent();
  }

  private static JsonObject image(JsonObject data) {
    String url =
        "data:" + data.text("mimeType").orElse("") + ";base64," + data.text("data").orElse("");
    return JsonObject.builder()
        .put("type", "image_url")
        .put("image_url", JsonObject.of("url", new JsonString(url)))
        .build();
  }
}
