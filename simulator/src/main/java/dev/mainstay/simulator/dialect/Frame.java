package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A message of Amazon's event stream: lengths, headers, payload, and a CRC over each.
 * https://smithy.io/2.0/aws/amazon-eventstream.html
 */
final class Frame {
  private static final int STRING = 7;
  private static final int AROUND = 16;

  private Frame() {}

  static byte[] event(String type, JsonObject payload) {
    return of(
        payload.toBytes(),
        ":event-type",
        type,
        ":content-type",
        "application/json",
        ":message-type",
        "event");
  }

  static byte[] exception(String type, JsonObject payload) {
    return of(
        payload.toBytes(),
        ":exception-type",
        type,
        ":content-type",
        "application/json",
        ":message-type",
        "exception");
  }

  private static byte[] of(byte[] payload, String... headers) {
    byte[] head = headers(headers);
    byte[] bytes = new byte[AROUND + head.length + payload.length];
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    frame.putInt(bytes.length).putInt(head.length);
    frame.putInt(crc(bytes, frame.position()));
    frame.put(head).put(payload);
    frame.putInt(crc(bytes, frame.position()));
    return bytes;
  }

  private static byte[] headers(String... namesAndValues) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      byte[] name = namesAndValues[i].getBytes(StandardCharsets.UTF_8);
      byte[] value = namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8);
      out.write(name.length);
      out.writeBytes(name);
      out.write(STRING);
      out.write(value.length >> 8);
      out.write(value.length);
      out.writeBytes(value);
    }
    return out.toByteArray();
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
