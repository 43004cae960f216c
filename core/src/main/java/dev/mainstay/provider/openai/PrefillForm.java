package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a vendor is asked to go on with the last message, where that is the assistant's. */
public enum PrefillForm {
  /** It promises nothing. A deployment known to do so all the same is sent the message as it is. */
  PLAIN(Prefill.NONE),
  /** The message is marked {@code "prefix": true}; the answer is the new text (DeepSeek). */
  MARKED(Prefill.CONTINUES),
  /** The message is marked {@code "prefix": true}; the answer repeats it (Mistral). */
  MARKED_AND_ECHOED(Prefill.ECHOES),
  /** The request says {@code "continue_final_message": true} (vLLM). */
  FLAGGED(Prefill.CONTINUES);

  private static final String PREFIX = "prefix";
  private static final String MESSAGES = "messages";

  private final Prefill promise;

  PrefillForm(Prefill promise) {
    this.promise = promise;
  }

  /** What {@code deployment} does with such a message: what is known of it, else the promise. */
  Prefill of(Deployment deployment) {
    Optional<Boolean> known = deployment.info().has(ModelFeature.ASSISTANT_PREFILL);
    if (known.isEmpty()) {
      return promise;
    }
    boolean goesOn = known.get();
    return goesOn && promise == Prefill.NONE ? Prefill.CONTINUES : goesOn ? promise : Prefill.NONE;
  }

  /** {@code request}, whose last message may be marked {@code "prefix": true}, in this form. */
  JsonObject write(JsonObject request, Deployment deployment) {
    if (!isMarked(request)) {
      return request;
    }
    return switch (this) {
      case PLAIN -> of(deployment) == Prefill.NONE ? request : unmarked(request);
      case MARKED, MARKED_AND_ECHOED -> request;
      case FLAGGED ->
          unmarked(request)
              .with("continue_final_message", JsonBoolean.TRUE)
              .with("add_generation_prompt", JsonBoolean.FALSE);
    };
  }

  static boolean isMarked(JsonObject request) {
    List<JsonValue> messages = request.array(MESSAGES).orElse(JsonArray.of()).items();
    return !messages.isEmpty()
        && messages.getLast() instanceof JsonObject last
        && last.flag(PREFIX).orElse(false);
  }

  private static JsonObject unmarked(JsonObject request) {
    List<JsonValue> messages =
        new ArrayList<>(request.array(MESSAGES).orElse(JsonArray.of()).items());
    if (messages.removeLast() instanceof JsonObject last) {
      messages.add(last.without(Set.of(PREFIX)));
    }
    return request.with(MESSAGES, JsonArray.of(messages));
  }
}
