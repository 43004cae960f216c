package dev.mainstay.route;

import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.routing.Requirements;
import java.util.function.Predicate;

/** What a request may need and a model may lack. A set of them is the sum of their bits. */
enum Capability {
  TOOLS(1, "tools", "tools", Requirements::needsTools, ModelFeature.TOOLS),
  IMAGES(2, "images", "messages", Requirements::needsImages, ModelFeature.IMAGES),
  JSON_SCHEMA(
      4,
      "JSON schemas",
      "response_format",
      Requirements::needsJsonSchema,
      ModelFeature.JSON_SCHEMA);

  private static final Capability[] ALL = values();

  private final int bit;
  private final String words;
  private final String param;
  private final Predicate<Requirements> needed;
  private final ModelFeature feature;

  Capability(
      int bit, String words, String param, Predicate<Requirements> needed, ModelFeature feature) {
    this.bit = bit;
    this.words = words;
    this.param = param;
    this.needed = needed;
    this.feature = feature;
  }

  int bit() {
    return bit;
  }

  /** Its name in a sentence. */
  String words() {
    return words;
  }

  /** The request's field that asks for it. */
  String param() {
    return param;
  }

  /** Those that are known to be lacking. */
  static int lackingIn(ModelInfo info) {
    int bits = 0;
    for (Capability each : ALL) {
      bits |= info.has(each.feature).orElse(true) ? 0 : each.bit();
    }
    return bits;
  }

  /** Those of {@code bits} that a request needs; it is not looked at for any other. */
  static int neededOf(int bits, Requirements requirements) {
    int needed = 0;
    for (Capability each : ALL) {
      if ((bits & each.bit()) != 0 && each.needed.test(requirements)) {
        needed |= each.bit();
      }
    }
    return needed;
  }
}
