package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.ProviderStream;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * An attempt that is made again, once and at once, without the thoughts of earlier turns where they
 * are refused: newer Claudes read those alone that belong to the very conversation that is sent,
 * word for word, which one that comes from a fallback need not be.
 * https://platform.claude.com/docs/en/build-with-claude/preserved-thinking
 */
public final class UnreadThoughts extends AskedAgain {
  private static final String MESSAGES = "messages";
  private static final String THOUGHTS = "thinking_blocks";

  private final ChatRequest request;
  private final Function<ChatRequest, ProviderStream> sending;

  private UnreadThoughts(ChatRequest request, Function<ChatRequest, ProviderStream> sending) {
    super(sending.apply(request));
    this.request = request;
    this.sending = sending;
  }

  /**
   * An attempt with {@code request}.
   *
   * @param sending makes it
   */
  public static ProviderStream attempt(
      ChatRequest request, Function<ChatRequest, ProviderStream> sending) {
    boolean hasThoughts =
        request.json().array(MESSAGES).stream()
            .flatMap(JsonArray::objects)
            .anyMatch(message -> message.has(THOUGHTS));
    return hasThoughts ? new UnreadThoughts(request, sending) : sending.apply(request);
  }

  @Override
  Step begun(Step first) throws InterruptedException {
    return first instanceof Broken(Failure failure) && isOfThoughts(failure)
        ? askAgain(() -> sending.apply(withoutThoughts()))
        : first;
  }

  private static boolean isOfThoughts(Failure failure) {
    String told = failure.message().toLowerCase(Locale.ROOT);
    return OwnFields.isRefusal(failure) && told.contains("signature") && told.contains("thinking");
  }

  private ChatRequest withoutThoughts() {
    JsonObject written =
        ObjectList.changed(request.json(), MESSAGES, message -> message.without(Set.of(THOUGHTS)));
    return new ChatRequest(written);
  }
}
