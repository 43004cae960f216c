package dev.mainstay.program.reader;

import dev.mainstay.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of an answer.
 *
 * @param values the fields that are whole, in their order; {@code null} for optional ones that are
 *     not there
 * @param texts the text of each field that has begun, be it whole or not
 * @param mended what was mended or dropped, in order, in words
 * @param fault why it is not an answer, in words for the model; nothing where it is one
 */
public record ReadFields(
    JsonObject values, Map<String, String> texts, List<String> mended, Optional<String> fault) {
  /** A reading; the collections are copied. */
  public ReadFields {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    mended = List.copyOf(mended);
  }
}
