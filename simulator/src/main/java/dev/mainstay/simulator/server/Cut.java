package dev.mainstay.simulator.server;

import dev.mainstay.simulator.script.Break;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** What breaks do to a connection, whatever is being said on it. */
final class Cut {
  static final byte[] BLANK_LINE = "\n".getBytes(StandardCharsets.US_ASCII);

  private Cut() {}

  /** Lets a break happen before the first byte; the course taken where this was the end. */
  static Optional<Course> beforeHead(Wire wire, Break how) throws ClientLeft {
    return switch (how) {
      case Break.Stall(Duration lasting) -> {
        wire.stall(lasting);
        yield Optional.empty();
      }
      case Break.Garbage garbage -> {
        wire.add(bytes(garbage));
        yield Optional.of(now(wire, new Break.Close()));
      }
      case Break.Reset reset -> Optional.of(now(wire, how));
      case Break.HalfClose halfClose -> Optional.of(now(wire, how));
      case Break.Close close -> Optional.of(now(wire, how));
      case Break.End end -> throw impossible(how);
      case Break.Drip drip -> throw impossible(how);
      case Break.WrongJson json -> throw impossible(how);
      case Break.ErrorEvent error -> throw impossible(how);
    };
  }

  /** Sends what was gathered, then ends the connection. */
  static Course now(Wire wire, Break how) throws ClientLeft {
    wire.flush();
    if (how instanceof Break.HalfClose) {
      wire.halfClose();
      return Course.HALF_CLOSED;
    }
    if (how instanceof Break.Reset) {
      wire.resetAfterArrival();
    } else {
      wire.close();
    }
    return Course.CUT;
  }

  /** Sends {@code sign} again and again. */
  static void drip(Wire wire, Break.Drip drip, byte[] sign) throws ClientLeft {
    Duration left = drip.lasting();
    while (left.isPositive()) {
      wire.addChunk(sign);
      Duration pause = left.compareTo(drip.every()) < 0 ? left : drip.every();
      wire.pause(pause);
      left = left.minus(pause);
    }
  }

  static byte[] bytes(Break.Garbage garbage) {
    byte[] bytes = new byte[garbage.bytes()];
    new Random(garbage.seed()).nextBytes(bytes);
    return bytes;
  }

  private static IllegalStateException impossible(Break how) {
    return new IllegalStateException(how + " before the head");
  }
}
