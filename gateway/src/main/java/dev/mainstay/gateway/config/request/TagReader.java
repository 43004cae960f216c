package dev.mainstay.gateway.config.request;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.transport.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the tags of one request: all that it has, wherever it has them. */
record TagReader(JsonObject body, Headers headers) {
  static final String TAGS = "tags";

  /**
   * Its tags, each once.
   *
   * @param refuse is told of what should be tags and is not
   */
  List<String> read(OverrideReader.Complaint refuse) {
    Set<String> tags = new LinkedHashSet<>();
    headers.first("x-litellm-tags").ifPresent(list -> tags.addAll(Arrays.asList(list.split(","))));
    tags.addAll(own(TAGS, body, refuse));
    body.object("litellm_metadata")
        .ifPresent(own -> tags.addAll(own("litellm_metadata.tags", own, refuse)));
    // What else there may be in OpenAI's own field is not our business.
    body.object("metadata")
        .flatMap(metadata -> metadata.get(TAGS))
        .flatMap(TagReader::tags)
        .ifPresent(tags::addAll);
    return tags.stream().map(String::strip).filter(tag -> !tag.isEmpty()).distinct().toList();
  }

  private static List<String> own(String name, JsonObject in, OverrideReader.Complaint refuse) {
    JsonValue value = in.get(TAGS).orElse(JsonNull.NULL);
    if (value == JsonNull.NULL) {
      return List.of();
    }
    Optional<List<String>> tags = tags(value);
    if (tags.isEmpty()) {
      refuse.tell(name, value, "a list of texts, as in [\"fast\", \"eu\"]");
    }
    return tags.orElse(List.of());
  }

  private static Optional<List<String>> tags(JsonValue value) {
    if (value instanceof JsonString(String tag)) {
      return Optional.of(List.of(tag));
    }
    if (!(value instanceof JsonArray items)) {
      return Optional.empty();
    }
    List<String> tags = new ArrayList<>();
    for (JsonValue item : items) {
      if (!(item instanceof JsonString(String tag))) {
        return Optional.empty();
      }
      tags.add(tag);
    }
    return Optional.of(tags);
  }
}
