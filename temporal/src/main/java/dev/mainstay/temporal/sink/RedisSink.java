package dev.mainstay.temporal.sink;

import dev.mainstay.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A sink in Redis or Valkey: each message a stream, with the number of its attempt beside it.
 * Opening and writing are scripts, so that no writer who is shut out gets between. A write whose
 * answer is lost is made again, once, over a new connection: its sequence keeps it from being there
 * twice. Readers wait by {@code XREAD}, from any process. Needs Redis 5 or newer; a cluster is
 * spoken to at the node that has the message.
 */
public final class RedisSink implements TokenSink {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration LONGEST_READ = Duration.ofSeconds(10);
  private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

  private static final String OPEN =
      """
      local now = tonumber(redis.call('HGET', KEYS[1], 'attempt') or '0')
      if tonumber(ARGV[1]) < now then return {now} end
      redis.call('HSET', KEYS[1], 'attempt', ARGV[1], 'sequence', 0)
      redis.call('PEXPIRE', KEYS[1], ARGV[2])
      return {0, redis.call('XRANGE', KEYS[2], '-', '+')}
      """;
  private static final String WRITE =
      """
      local now = tonumber(redis.call('HGET', KEYS[1], 'attempt') or '0')
      if tonumber(ARGV[1]) < now then return {now} end
      local last = tonumber(redis.call('HGET', KEYS[1], 'sequence') or '0')
      if tonumber(ARGV[2]) <= last then return {0} end
      if tonumber(ARGV[2]) > last + 1 then return {-1} end
      local id = redis.call('HINCRBY', KEYS[1], 'events', 1)
      redis.call('XADD', KEYS[2], id .. '-0', 'name', ARGV[3], 'data', ARGV[4])
      redis.call('HSET', KEYS[1], 'sequence', ARGV[2])
      redis.call('PEXPIRE', KEYS[1], ARGV[5])
      redis.call('PEXPIRE', KEYS[2], ARGV[5])
      return {0}
      """;

  private final URI address;
  private final Duration kept;

  private RedisSink(URI address, Duration kept) {
    this.address = address;
    this.kept = kept;
  }

  /**
   * A sink at {@code redis://[user:password@]host[:port][/db]}, or {@code rediss} for TLS; messages
   * are kept for a day after their last event.
   *
   * @throws IllegalArgumentException if it is not such an address
   */
  public static RedisSink at(URI address) {
    Objects.requireNonNull(address, "address");
    boolean known = "redis".equals(address.getScheme()) || "rediss".equals(address.getScheme());
    if (!known || address.getHost() == null) {
      throw new IllegalArgumentException(
          "that is not an address of Redis; use redis://host:port, or rediss for TLS");
    }
    return new RedisSink(address, KEPT);
  }

  /** This sink keeping messages for so long after their last event. */
  public RedisSink withKept(Duration kept) {
    Objects.requireNonNull(kept, "kept");
    return new RedisSink(address, kept);
  }

  @Override
  public SinkWriter open(String messageId, int attempt) {
    Objects.requireNonNull(messageId, "messageId");
    try {
      RespConnection connection = RespConnection.open(address);
      List<?> answer = eval(connection, OPEN, messageId, Integer.toString(attempt), millis());
      requireNotFenced(attempt, answer);
      List<SinkEvent> events = new ArrayList<>();
      entries(answer.get(1)).forEach(event -> events.add(event.event()));
      return new Writer(messageId, attempt, SinkState.after(events), connection);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static SinkException failed(IOException e) {
    return new SinkException("Redis could not be reached, or refused", e);
  }

  private static void requireNotFenced(int attempt, List<?> answer) {
    long by = (Long) answer.getFirst();
    if (by > 0) {
      throw new FencedException(attempt, Math.toIntExact(by));
    }
    if (by < 0) {
      throw new SinkException("a write before this one is missing");
    }
  }

  private String millis() {
    return Long.toString(kept.toMillis());
  }

  private static List<?> eval(
      RespConnection connection, String script, String messageId, String... values)
      throws IOException {
    List<String> words =
        new ArrayList<>(List.of("EVAL", script, "2", key(messageId, "writer"), events(messageId)));
    words.addAll(List.of(values));
    return (List<?>) connection.command(words.toArray(String[]::new)).orElse(List.of());
  }

  private static String events(String messageId) {
    return key(messageId, "events");
  }

  // Both of a message are on one node of a cluster.
  private static String key(String messageId, String what) {
    return "mainstay:{" + messageId + "}:" + what;
  }

  private static List<NumberedEvent> entries(Object entries) {
    List<NumberedEvent> events = new ArrayList<>();
    for (Object entry : (List<?>) entries) {
      List<?> idAndFields = (List<?>) entry;
      String id = (String) idAndFields.get(0);
      List<?> fields = (List<?>) idAndFields.get(1);
      events.add(
          new NumberedEvent(
              Long.parseLong(id.substring(0, id.indexOf('-'))),
              SinkEvent.of((String) fields.get(1), Json.parseObject((String) fields.get(3)))));
    }
    return events;
  }

  /**
   * What has been told in the message after the event {@code afterId}, 0 for all; waits for the
   * first for up to 10 s.
   *
   * @return nothing where nothing came in that time
   * @throws SinkException if the sink fails
   */
  public List<NumberedEvent> read(String messageId, long afterId) {
    Objects.requireNonNull(messageId, "messageId");
    try (RespConnection connection = RespConnection.open(address)) {
      return read(connection, messageId, afterId);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static List<NumberedEvent> read(RespConnection connection, String messageId, long afterId)
      throws IOException {
    Optional<Object> answer =
        connection.command(
            "XREAD",
            "BLOCK",
            Long.toString(LONGEST_READ.toMillis()),
            "STREAMS",
            events(messageId),
            afterId + "-0");
    return answer
        .map(streams -> entries(((List<?>) ((List<?>) streams).getFirst()).get(1)))
        .orElse(List.of());
  }

  /**
   * Writes the message as server-sent events, from after {@code lastEventId} (0 for all) to its
   * end, as they come. Each is flushed.
   *
   * @throws IOException if {@code out} does
   * @throws SinkException if the sink fails
   */
  public void write(String messageId, long lastEventId, OutputStream out) throws IOException {
    Objects.requireNonNull(messageId, "messageId");
    Objects.requireNonNull(out, "out");
    long last = lastEventId;
    boolean over = false;
    while (!over) {
      List<NumberedEvent> events = read(messageId, last);
      if (events.isEmpty()) {
        out.write(COMMENT);
      }
      for (NumberedEvent event : events) {
        out.write(event.sse().getBytes(StandardCharsets.UTF_8));
        last = event.id();
        over |= event.event().isLast();
      }
      out.flush();
    }
  }

  /** Keeps its connection from piece to piece; one that broke is made anew. */
  private final class Writer implements SinkWriter {
    private final String messageId;
    private final int attempt;
    private final SinkState state;
    private RespConnection connection;

    Writer(String messageId, int attempt, SinkState state, RespConnection connection) {
      this.messageId = messageId;
      this.attempt = attempt;
      this.state = state;
      this.connection = connection;
    }

    @Override
    public SinkState state() {
      return state;
    }

    @Override
    public void write(long sequence, SinkEvent event) {
      try {
        requireNotFenced(attempt, send(sequence, event));
        if (event.isLast()) {
          connection.close();
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private List<?> send(long sequence, SinkEvent event) throws IOException {
      try {
        return ask(sequence, event);
      } catch (RespConnection.RefusedException e) {
        throw e;
      } catch (IOException broken) {
        connection.close();
        connection = RespConnection.open(address);
        return ask(sequence, event);
      }
    }

    private List<?> ask(long sequence, SinkEvent event) throws IOException {
      return eval(
          connection,
          WRITE,
          messageId,
          Integer.toString(attempt),
          Long.toString(sequence),
          event.name(),
          event.data().toJson(),
          millis());
    }
  }
}
