package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.ProviderStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An answer that the caller itself has begun, in a last message of the assistant's that is marked
 * {@code "prefix": true}: whoever promises to go on with it is asked in their own form, and
 * everybody else in words.
 */
public final class CallersPrefill {
  private static final String MESSAGES = "messages";
  private static final String PREFIX = "prefix";
  private static final JsonObject ASK =
      Message.user(
              "Go on with your last message exactly where it stops: write only what follows, and"
                  + " repeat nothing of it.")
          .json();

  private CallersPrefill() {}

  /** {@code message}, marked. */
  public static JsonObject marked(JsonObject message) {
    return message.with(PREFIX, JsonBoolean.TRUE);
  }

  /** {@code request} for somebody who promises {@code prefill}; the very same where it has none. */
  public static ChatRequest asked(ChatRequest request, Prefill prefill) {
    return prefill == Prefill.NONE && begun(request.json()).isPresent()
        ? new ChatRequest(inWords(request.json()), request.original())
        : request;
  }

  /** {@code request} for somebody who promises nothing; the very same where it has no prefill. */
  public static JsonObject inWords(JsonObject request) {
    if (begun(request).isEmpty()) {
      return request;
    }
    List<JsonValue> messages =
        new ArrayList<>(request.array(MESSAGES).orElse(JsonArray.of()).items());
    if (messages.removeLast() instanceof JsonObject last) {
      messages.add(last.without(Set.of(PREFIX)));
    }
    messages.add(ASK);
    return request.with(MESSAGES, JsonArray.of(messages));
  }

  /**
   * {@code answer} to {@code request} of somebody who repeats it: its caller, who speaks another
   * dialect, expects what follows alone.
   */
  public static ProviderStream withoutEcho(ChatRequest request, ProviderStream answer) {
    return begun(request.json())
        .map(Message::new)
        .map(Message::text)
        .filter(text -> request.original().isPresent() && !text.isEmpty())
        .<ProviderStream>map(text -> new Retold(answer, new Unechoed(text)::told))
        .orElse(answer);
  }

  private static Optional<JsonObject> begun(JsonObject request) {
    List<JsonValue> messages = request.array(MESSAGES).orElse(JsonArray.of()).items();
    return !messages.isEmpty()
            && messages.getLast() instanceof JsonObject last
            && last.flag(PREFIX).orElse(false)
        ? Optional.of(last)
        : Optional.empty();
  }
}
