package dev.mainstay.benchmarks.mock;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * One kind of call: a request of about {@code requestBytes} bytes and its answer. The name is the
 * model asked for, by which the mock provider knows what to answer.
 */
public record Workload(String name, int requestBytes, MockAnswer answer) {
  /** 2 KB asked, 2 KB answered. */
  public static final Workload PLAIN_2K = plain("plain-2k", 2_000);

  /** 20 KB asked, 2 KB answered. */
  public static final Workload PLAIN_20K = plain("plain-20k", 20_000);

  /** 200 KB asked, 2 KB answered. */
  public static final Workload PLAIN_200K = plain("plain-200k", 200_000);

  /** 2 MB asked, 2 KB answered. */
  public static final Workload PLAIN_2M = plain("plain-2m", 2_000_000);

  /** 10 chunks, 200 ms apart. */
  public static final Workload STREAM_200MS = stream("stream-200ms", 10, 1, Duration.ofMillis(200));

  /** 100 chunks, 10 ms apart. */
  public static final Workload STREAM_10MS = stream("stream-10ms", 100, 1, Duration.ofMillis(10));

  /** 100 chunks, 40 ms apart. */
  public static final Workload STREAM_40MS = stream("stream-40ms", 100, 1, Duration.ofMillis(40));

  /** 100 chunks as fast as they are read, ten in one write. */
  public static final Workload STREAM_UNPACED = stream("stream-unpaced", 100, 10, Duration.ZERO);

  /** 5 chunks, a second apart: what thousands of slow streams are made of. */
  public static final Workload STREAM_SLOW = stream("stream-slow", 5, 1, Duration.ofSeconds(1));

  /** A stream whose provider says nothing at all. */
  public static final Workload SILENT =
      new Workload("stream-silent", 2_000, new MockAnswer.Silence(0));

  /** A stream whose provider falls silent after three chunks. */
  public static final Workload STALLED =
      new Workload("stream-stalled", 2_000, new MockAnswer.Silence(3));

  /** Every workload the mock provider knows. */
  public static final List<Workload> ALL =
      List.of(
          PLAIN_2K,
          PLAIN_20K,
          PLAIN_200K,
          PLAIN_2M,
          STREAM_10MS,
          STREAM_40MS,
          STREAM_UNPACED,
          STREAM_200MS,
          STREAM_SLOW,
          SILENT,
          STALLED);

  /** The workload of that name; throws {@link IllegalArgumentException} where there is none. */
  public static Workload named(String name) {
    return ALL.stream()
        .filter(workload -> workload.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no workload '" + name + "': one of " + names()));
  }

  /** How many chunks a whole answer has; 0 for a plain one. */
  public int chunks() {
    return switch (answer) {
      case MockAnswer.Plain plain -> 0;
      case MockAnswer.Chunks chunks -> chunks.count();
      case MockAnswer.Silence silence -> silence.chunks();
    };
  }

  /** The text of a whole answer. */
  public String text() {
    String quoted = "\"" + new String(Workloads.text(this), StandardCharsets.US_ASCII) + "\"";
    return Json.parse(quoted) instanceof JsonString(String text) ? text : "";
  }

  /** What the mock provider writes, one element at a time. */
  public List<byte[]> writes() {
    return Workloads.writes(this);
  }

  /** Whether its answers come as streams. */
  public boolean isStream() {
    return !(answer instanceof MockAnswer.Plain);
  }

  private static List<String> names() {
    return ALL.stream().map(Workload::name).toList();
  }

  private static Workload plain(String name, int requestBytes) {
    return new Workload(name, requestBytes, new MockAnswer.Plain(2_000));
  }

  private static Workload stream(String name, int count, int perWrite, Duration pace) {
    return new Workload(name, 2_000, new MockAnswer.Chunks(count, perWrite, pace));
  }
}
