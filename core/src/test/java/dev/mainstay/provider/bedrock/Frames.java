package dev.mainstay.provider.bedrock;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes messages of an event stream. JSON is written with single quotes. */
public final class Frames {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public static Frames begin() {
    return new Frames();
  }

  /** What a stream of text is, in two pieces, with its usage. */
  static Frames hello() {
    return begin()
        .event("messageStart", "{'role':'assistant'}")
        .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Hello'}}")
        .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':', you'}}")
        .event("contentBlockStop", "{'contentBlockIndex':0}")
        .event("messageStop", "{'stopReason':'end_turn'}")
        .event("metadata", "{'usage':{'inputTokens':5,'outputTokens':3,'totalTokens':8}}");
  }

  /** What a stream begins with that says Hi. */
  static Frames text() {
    return begin()
        .event("messageStart", "{'role':'assistant'}")
        .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Hi'}}");
  }

  public Frames event(String type, String json) {
    return message(
        headers(":event-type", type, ":content-type", "application/json", ":message-type", "event"),
        utf8(json.replace('\'', '"')));
  }

  Frames exception(String type, String payload) {
    return message(
        headers(":exception-type", type, ":message-type", "exception"),
        utf8(payload.replace('\'', '"')));
  }

  Frames error(String code, String message) {
    return message(
        headers(":error-code", code, ":error-message", message, ":message-type", "error"),
        new byte[0]);
  }

  Frames message(byte[] headers, byte[] payload) {
    ByteBuffer message = ByteBuffer.allocate(16 + headers.length + payload.length);
    message.putInt(message.capacity()).putInt(headers.length);
    message.putInt(crc(message.array(), 8));
    message.put(headers).put(payload);
    message.putInt(crc(message.array(), message.position()));
    out.writeBytes(message.array());
    return this;
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  static byte[] headers(String... namesAndValues) {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      byte[] value = utf8(namesAndValues[i + 1]);
      headers.writeBytes(header(namesAndValues[i], 7, value.length >> 8, value.length));
      headers.writeBytes(value);
    }
    return headers.toByteArray();
  }

  /** A header's name and type, and the bytes behind them. */
  static byte[] header(String name, int type, int... rest) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(name.length());
    header.writeBytes(utf8(name));
    header.write(type);
    for (int b : rest) {
      header.write(b);
    }
    return header.toByteArray();
  }

  static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
