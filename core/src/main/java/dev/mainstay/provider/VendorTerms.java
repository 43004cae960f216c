package dev.mainstay.provider;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import java.util.Objects;

/**
 * What a deployment is asked all told, by a request, its {@code extra_body} and the deployment's
 * defaults, as far as it matters to how the answer ends and can be continued.
 */
public interface VendorTerms {
  /** Those of {@code request} where nothing is added to it, and its fields are OpenAI's. */
  static VendorTerms of(ChatRequest request) {
    Objects.requireNonNull(request, "request");
    return () -> request;
  }

  /** The request with all that is added to it. It is read, and not sent. */
  ChatRequest request();

  /**
   * Whether fields of a vendor's own give the answer a form, so that nothing may stand before its
   * first character; false by default.
   */
  default boolean formsAnswer() {
    return false;
  }

  /**
   * Whether an answer that is given a form may go on with a last message of the assistant's; true
   * by default.
   */
  default boolean prefillsForms() {
    return true;
  }

  /** Whether fields of a vendor's own ask for reasoning; false by default. */
  default boolean asksToReason() {
    return false;
  }

  /**
   * Whether they ask to go on with the last message, which is the assistant's; false by default.
   */
  default boolean continuesLast() {
    return false;
  }

  /**
   * {@code request}, of which the last message is a user's now, without what is about a last
   * message of the assistant's; the same by default.
   */
  default JsonObject withUserLast(JsonObject request) {
    return request;
  }
}
