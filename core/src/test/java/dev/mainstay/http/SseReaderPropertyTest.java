package dev.mainstay.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Random legal streams at random splits, against the plain reading of {@link SseReference}. */
@Execution(ExecutionMode.CONCURRENT)
class SseReaderPropertyTest {
  private static final int STREAMS = 3_000;
  private static final String[] STRANGE = {" ", "\0\0", "\uFEFF", "\u200B\t", "x"};
  private static final String[] LINE_ENDS = {"\n", "\r\n", "\r"};
  private static final String[] FIELDS = {
    "data: ", "data:", "data", "event: ", "event:", "event", ":", ": ", "id: ", "retry: ",
    "other: ", ""
  };
  private static final String[] WORDS = {
    "", " ", "a", "{\"a\":1}", "ü", "€", "👍", ":", "data: x", "\uFEFF", "\0", "long ".repeat(40)
  };

  @Test
  void everyLegalStreamIsReadAsTheStandardSays() throws IOException {
    for (long seed = 0; seed < STREAMS; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      byte[] stream = stream(random);

      List<SseEvent> events = read(new SseReader(new SplitStream(stream, splits(random, stream))));

      assertThat(events).as("seed %d", seed).isEqualTo(SseReference.events(stream));
    }
  }

  @Test
  void everyStreamLongerThanTheBufferIsReadAsTheStandardSays() throws IOException {
    for (long seed = 0; seed < 100; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      while (stream.size() < 100_000) {
        stream.writeBytes(stream(random));
        stream.writeBytes(("data: " + "z".repeat(random.nextInt(20_000)) + "\n").getBytes(UTF_8));
      }
      byte[] bytes = stream.toByteArray();

      List<SseEvent> events = read(new SseReader(new SplitStream(bytes, splits(random, bytes))));

      assertThat(events).as("seed %d", seed).isEqualTo(SseReference.events(bytes));
    }
  }

  private static byte[] stream(RandomGenerator random) {
    StringBuilder stream = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
    String usual = pick(random, LINE_ENDS);
    for (int lines = random.nextInt(30); lines > 0; lines--) {
      if (random.nextInt(3) > 0) {
        stream.append(random.nextInt(8) == 0 ? pick(random, STRANGE) : "");
        stream.append(pick(random, FIELDS));
        for (int words = random.nextInt(4); words > 0; words--) {
          stream.append(pick(random, WORDS));
        }
      }
      stream.append(random.nextInt(8) == 0 ? pick(random, LINE_ENDS) : usual);
    }
    if (random.nextInt(3) == 0) {
      stream.append("data: cut off");
    }
    return stream.toString().getBytes(UTF_8);
  }

  private static int[] splits(RandomGenerator random, byte[] stream) {
    return random.ints(random.nextInt(12), 0, stream.length + 1).sorted().toArray();
  }

  private static String pick(RandomGenerator random, String[] from) {
    return from[random.nextInt(from.length)];
  }

  private static List<SseEvent> read(SseReader reader) throws IOException {
    List<SseEvent> events = new ArrayList<>();
    for (Optional<SseEvent> next = reader.next(); next.isPresent(); next = reader.next()) {
      events.add(next.get());
    }
    return events;
  }
}
