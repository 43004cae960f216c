package dev.mainstay.gateway.api;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.transport.Headers;

/** The dialect in which a caller asks for chat answers and is given them. */
interface CallerDialect {

  /**
   * The request that {@code body} is.
   *
   * @throws ApiException if it cannot be one, whoever is asked
   */
  ChatRequest read(JsonObject body, Headers headers);

  /** The field that a request must have beside its model. */
  default String neededField() {
    return "messages";
  }

  /** The body of a plain answer to {@code request}. */
  JsonObject write(ChatRequest request, ChatResponse answer);

  /** The form of one stream that answers {@code request}. */
  StreamForm stream(ChatRequest request);

  /** The headers that tell {@code story}. */
  Headers headers(Headers story);
}
