package dev.mainstay.program.signature;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.Content;
import java.util.List;

/**
 * What an input says.
 *
 * @param json its fields as JSON; pictures and documents by their place in {@code media}
 * @param media its pictures and documents, in order
 * @param turns the earlier turns
 */
public record InputValues(JsonObject json, List<Content> media, List<History.Turn> turns) {
  /** Values; the lists are copied. */
  public InputValues {
    media = List.copyOf(media);
    turns = List.copyOf(turns);
  }
}
