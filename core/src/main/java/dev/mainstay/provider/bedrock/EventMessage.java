package dev.mainstay.provider.bedrock;

import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.transport.TransportException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One message of an event stream, whose bytes are sound.
 *
 * @param headers those of its headers that are text; the others tell nothing here
 * @param payload its payload
 */
record EventMessage(Map<String, String> headers, byte[] payload) {
  private static final String ERROR = "error";

  // The types of a header's value, by their number.
  private static final int FALSE = 1;
  private static final int BYTE = 2;
  private static final int SHORT = 3;
  private static final int INTEGER = 4;
  private static final int LONG = 5;
  private static final int BYTES = 6;
  private static final int STRING = 7;
  private static final int TIMESTAMP = 8;
  private static final int UUID = 9;
  private static final int UUID_BYTES = 16;

  /**
   * The message that {@code body} holds.
   *
   * @param headersLength how many bytes of it are headers
   */
  static EventMessage of(ByteBuffer body, int headersLength) throws TransportException {
    ByteBuffer rest = body.slice();
    try {
      Map<String, String> headers = headers(rest.slice(0, headersLength));
      byte[] payload = new byte[rest.remaining() - headersLength];
      rest.get(headersLength, payload);
      return new EventMessage(headers, payload);
    } catch (BufferUnderflowException e) {
      throw EventStreamReader.broken("the headers of a message of the event stream end too early");
    }
  }

  private static Map<String, String> headers(ByteBuffer in) throws TransportException {
    Map<String, String> headers = new HashMap<>();
    while (in.hasRemaining()) {
      String name = text(in, Byte.toUnsignedInt(in.get()));
      int type = in.get();
      if (type == STRING) {
        headers.put(name, text(in, Short.toUnsignedInt(in.getShort())));
      } else {
        skip(in, length(type, in));
      }
    }
    return headers;
  }

  private static int length(int type, ByteBuffer in) throws TransportException {
    return switch (type) {
      case 0, FALSE -> 0;
      case BYTE -> Byte.BYTES;
      case SHORT -> Short.BYTES;
      case INTEGER -> Integer.BYTES;
      case LONG, TIMESTAMP -> Long.BYTES;
      case BYTES -> Short.toUnsignedInt(in.getShort());
      case UUID -> UUID_BYTES;
      default ->
          throw EventStreamReader.broken(
              "a header of a message of the event stream has the unknown type " + type);
    };
  }

  private static void skip(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + length);
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * It as an event. An exception of the service's model is one named {@code error}, whose data has
   * its type beside its own members; so is an error that the model does not have.
   */
  SseEvent event() {
    return switch (header(":message-type")) {
      case "exception" -> new SseEvent(ERROR, exception().toBytes());
      case ERROR -> new SseEvent(ERROR, error().toBytes());
      default -> new SseEvent(header(":event-type"), payload);
    };
  }

  private JsonObject exception() {
    JsonObjectBuilder error = JsonObject.builder();
    told()
        .ifPresentOrElse(
            own -> own.forEach(error::put),
            () -> error.put("message", new String(payload, StandardCharsets.UTF_8)));
    return error.put("type", header(":exception-type")).build();
  }

  private JsonObject error() {
    return JsonObject.of("message", new JsonString(header(":error-message"))).toBuilder()
        .put("type", header(":error-code"))
        .build();
  }

  private Optional<JsonObject> told() {
    try {
      return Optional.of(Json.parseObject(payload));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
