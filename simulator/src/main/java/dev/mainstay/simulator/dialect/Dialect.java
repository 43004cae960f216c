package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One vendor's wire: how it is asked, and how it answers; a request's path tells whose it is. */
public interface Dialect {
  /** Whether {@code path} is this vendor's. */
  boolean isSpokenAt(String path);

  /** Whether a request to {@code path}, which is this vendor's, asks for an answer. */
  boolean isChat(String path);

  /**
   * What {@code request} asks for, in OpenAI's form as far as a script looks at it.
   *
   * @throws dev.mainstay.json.JsonException if its body is not a JSON object
   */
  default ChatRequest chat(HttpRequest request) {
    return new ChatRequest(Json.parseObject(request.body()));
  }

  /** What the vendor says to {@code request}, whose body is JSON, where it refuses it. */
  default Optional<Fault.Status> refused(HttpRequest request) {
    return Optional.empty();
  }

  /** What else the vendor has at the path of {@code request}. */
  default Optional<JsonObject> page(HttpRequest request) {
    return Optional.empty();
  }

  /** The events of a streamed answer. */
  StreamEvents events(Identity identity, Ask ask, Lines lines);

  /**
   * The body of a plain answer as it is after {@code said} output events.
   *
   * @param isFinished whether it says why it stopped
   */
  Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished);

  /** What tells {@code error} in an answer whose status is 200. */
  JsonObject error(ErrorBody error);

  /** What tells an error whose status is its own. */
  default ErrorAnswer errorAnswer(Fault.Status fault) {
    return new ErrorAnswer(fault.status(), error(fault.error()), fault.headers());
  }

  /** What every answer tells of {@code limits}; some vendors tell nothing. */
  default List<Header> limitHeaders(List<LimitTold> limits, Instant now) {
    return List.of();
  }

  /** The header that names a request. */
  String requestIdHeader();

  /** The media type of a stream. */
  default String streamType() {
    return "text/event-stream; charset=utf-8";
  }

  /** About how many tokens the body of {@code request} has. */
  static int tokens(HttpRequest request) {
    return 1 + request.body().length / 4;
  }

  /** A tool call's arguments, which a script may get wrong. */
  static JsonValue arguments(String json) {
    try {
      return Json.parse(json);
    } catch (JsonException e) {
      return new JsonString(json);
    }
  }

  /** A request refused with these words. */
  static Fault.Status badRequest(String text) {
    return Fault.status(400).error(ErrorBody.of(text, "invalid_request_error"));
  }

  /** What {@code error} says where its words are all there is of it. */
  static String words(ErrorBody error) {
    return isSpent(error) ? "Insufficient credits. " + error.message() : error.message();
  }

  /** Whether {@code error} says that all credit is used up. */
  static boolean isSpent(ErrorBody error) {
    return error.code().filter("insufficient_quota"::equals).isPresent();
  }

  /** An object that begins with its type. */
  static JsonObject type(String type) {
    return JsonObject.of("type", new JsonString(type));
  }

  /** An error as it is told: status, body and the headers beside the usual ones. */
  record ErrorAnswer(int status, JsonObject body, List<Header> headers) {
    public ErrorAnswer {
      headers = List.copyOf(headers);
    }
  }
}
