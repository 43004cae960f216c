package dev.mainstay.engine;

import dev.mainstay.engine.FragileTransport.Ending;
import dev.mainstay.engine.FragileTransport.Reply;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;

/** The ways in which a stream breaks. */
enum Damage {
  RESET(Ending.RESET),
  CLOSE(Ending.CLOSED_EARLY),
  CLEAN_END(Ending.CLEAN),
  STALL(Ending.SILENT) {
    @Override
    Ending ending(RandomGenerator random) {
      return random.nextBoolean() ? Ending.SILENT : Ending.KEPT_ALIVE;
    }
  },
  ERROR(Ending.CLEAN) {
    @Override
    byte[] end(RandomGenerator random) {
      return event(pick(RECOVERED, random), random);
    }
  },
  GARBAGE(Ending.CLEAN) {
    @Override
    byte[] end(RandomGenerator random) {
      if (random.nextBoolean()) {
        return WireAnswer.bytes(pick(NONSENSE, random));
      }
      byte[] noise = new byte[1 + random.nextInt(60)];
      random.nextBytes(noise);
      return noise;
    }

    @Override
    Ending ending(RandomGenerator random) {
      return random.nextBoolean() ? Ending.CLEAN : Ending.RESET;
    }
  };

  /** An error event that asks to wait for 7 s. */
  static final String RATE_LIMIT =
      "{\"error\":{\"message\":\"Rate limit reached for m. Please try again in 7s.\","
          + "\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}";

  /** An error event that blames the request. */
  static final String BAD_REQUEST =
      "{\"error\":{\"message\":\"Invalid value for 'temperature'\",\"param\":\"temperature\","
          + "\"type\":\"invalid_request_error\",\"code\":\"invalid_value\"}}";

  private static final List<String> RECOVERED =
      List.of(
          RATE_LIMIT,
          "{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}",
          "{\"error\":{\"message\":\"Provider returned error\",\"code\":502}}",
          "{\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}");
  private static final List<String> NONSENSE =
      List.of(
          "\n\ndata: {\"id\":\"x\",\"choices\":[{\n\n",
          "\n\ndata: upstream said nothing\n\n",
          "<html><body>502 Bad Gateway</body></html>",
          "\n\ndata: \u0000\u0000\u0000\n\n",
          "}}}}");

  private final Ending ending;

  Damage(Ending ending) {
    this.ending = ending;
  }

  /** The reply that brings {@code cut} bytes of {@code answer}, and breaks. */
  Reply after(WireAnswer answer, int cut, RandomGenerator random) {
    return reply(answer, cut, end(random), ending(random));
  }

  /** The reply that brings {@code cut} bytes of {@code answer}, and {@code error} for the rest. */
  static Reply error(WireAnswer answer, int cut, String error, RandomGenerator random) {
    return reply(answer, cut, event(error, random), Ending.CLEAN);
  }

  /** Whether what comes in place of the rest is anything but a clean end, or what may be one. */
  boolean tears() {
    return this != CLEAN_END && this != GARBAGE;
  }

  /** What comes in place of the rest. */
  byte[] end(RandomGenerator random) {
    return new byte[0];
  }

  Ending ending(RandomGenerator random) {
    return ending;
  }

  private static Reply reply(WireAnswer answer, int cut, byte[] end, Ending ending) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(answer.bytes(), 0, cut);
    body.writeBytes(end);
    return new Reply(200, body.toByteArray(), ending);
  }

  private static byte[] event(String json, RandomGenerator random) {
    String name = random.nextBoolean() ? "event: error\n" : "";
    String done = random.nextBoolean() ? "data: [DONE]\n\n" : "";
    return WireAnswer.bytes("\n\n" + name + "data: " + json + "\n\n" + done);
  }

  private static String pick(List<String> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
