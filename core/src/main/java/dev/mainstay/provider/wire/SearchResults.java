package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a search of the caller's found, and documents of several texts, as Anthropic's callers give
 * them, for everybody else: text. https://docs.claude.com/en/docs/build-with-claude/search-results,
 * https://docs.claude.com/en/docs/build-with-claude/citations
 */
public final class SearchResults {
  private static final String TYPE = "type";
  private static final String TEXT = "text";
  private static final String CONTENT = "content";
  private static final String MARK = "cache_control";

  private SearchResults() {}

  /** {@code request}, in OpenAI's form, with them as texts; the very same where it has none. */
  public static JsonObject write(JsonObject request) {
    return ObjectList.changed(
        request, "messages", message -> ObjectList.changed(message, CONTENT, SearchResults::part));
  }

  /** {@code part}, a message's, as a text if it is one; one that is more than text is not. */
  static JsonObject part(JsonObject part) {
    return switch (part.text(TYPE).orElse("")) {
      case "search_result" -> part.array(CONTENT).map(found -> text(part, found)).orElse(part);
      case "document" -> texts(part).map(texts -> text(part, texts)).orElse(part);
      default -> part;
    };
  }

  private static Optional<JsonArray> texts(JsonObject document) {
    return document
        .object("source")
        .filter(source -> source.text(TYPE).filter(CONTENT::equals).isPresent())
        .flatMap(source -> source.array(CONTENT))
        .filter(blocks -> blocks.objects().allMatch(block -> block.text(TEXT).isPresent()));
  }

  private static JsonObject text(JsonObject part, JsonArray found) {
    JsonObjectBuilder text = JsonObject.builder().put(TYPE, TEXT).put(TEXT, said(part, found));
    part.get(MARK).ifPresent(mark -> text.put(MARK, mark));
    return text.build();
  }

  private static String said(JsonObject part, JsonArray found) {
    String head =
        Stream.of(part.text("title"), part.text("source").map(source -> "<" + source + ">"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    String content =
        found
            .objects()
            .flatMap(block -> block.text(TEXT).stream())
            .collect(Collectors.joining("\n"));
    return head.isEmpty() ? content : head + ":\n\n" + content;
  }
}
