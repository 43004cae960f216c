package dev.mainstay.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event.
 *
 * @param name the event's name, empty where the stream gave none
 * @param data its data lines, joined by line feeds; an array of its own, not copied
 */
public record SseEvent(String name, byte[] data) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SseEvent that
        && name.equals(that.name)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(data);
  }

  /** The event as it would stand in a stream, for tests and logs. */
  @Override
  public String toString() {
    String text = new String(data, StandardCharsets.UTF_8);
    return name.isEmpty() ? "data: " + text : "event: " + name + ", data: " + text;
  }
}
