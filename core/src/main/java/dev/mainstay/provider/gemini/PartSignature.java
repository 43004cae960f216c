package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.ThoughtSignature;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The signatures of a model's thoughts, which Gemini hangs on the parts that came of them, as
 * {@code thinking_blocks} of a message: so they outlive callers of every dialect. Each says that it
 * is Gemini's, and of which part: {@code gemini:0:…} is the first tool call's, {@code
 * gemini:text:…} the text's.
 */
final class PartSignature {
  /** The member of a message or delta that has them. */
  static final String MEMBER = "thinking_blocks";

  /** The part that is the text. */
  static final String TEXT = "text";

  /** The field of a part that has its signature. */
  static final String FIELD = "thoughtSignature";

  // What Google documents for a call that another model made, or whose signature its caller lost.
  private static final String NONE = "skip_thought_signature_validator";

  private PartSignature() {}

  /**
   * A signature as a thinking block.
   *
   * @param part the number of the tool call, or {@link #TEXT}
   * @param thought what the model thought, as far as no other block tells it
   */
  static JsonObject block(String part, String signature, String thought) {
    return JsonObject.builder()
        .put("type", "thinking")
        .put("thinking", thought)
        .put("signature", ThoughtSignature.of(GeminiProvider.NAME, part + ":" + signature))
        .build();
  }

  /** Those of {@code message} by their part; what other providers signed is left out. */
  static Map<String, String> in(JsonObject message) {
    Map<String, String> signatures = new HashMap<>();
    message.array(MEMBER).stream()
        .flatMap(JsonArray::objects)
        .flatMap(block -> block.text("signature").stream())
        .flatMap(signature -> ThoughtSignature.ofVendor(GeminiProvider.NAME, signature).stream())
        .forEach(signature -> {
          int colon = signature.indexOf(':');
          if (colon >= 0) {
            signatures.put(signature.substring(0, colon), signature.substring(colon + 1));
          }
        });
    return signatures;
  }

  /** The one that a tool call carries itself, where callers of Google's own front have it. */
  static Optional<String> ofCall(JsonObject call) {
    return call.object("extra_content")
        .flatMap(extra -> extra.object("google"))
        .flatMap(google -> google.text("thought_signature"));
  }

  /** What stands in place of the first call's, where {@code model} would refuse it without. */
  static Optional<String> missing(GeminiModel model) {
    return model.demandsSignatures() ? Optional.of(NONE) : Optional.empty();
  }
}
