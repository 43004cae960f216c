package dev.mainstay.temporal.sink;

import dev.mainstay.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * A sink in Redis or Valkey, by Jedis, which must be on the class path: each message a stream, with
 * the number of its attempt beside it. Opening and writing are scripts, so that no writer who is
 * shut out gets between. A write whose answer is lost is made again, once: its sequence keeps it
 * from being there twice. Readers wait by {@code XREAD}, from any process. Needs Redis 5 or newer.
 */
public final class RedisSink implements TokenSink, AutoCloseable {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final int LONGEST_READ_MILLIS = 10_000;
  private static final int BLOCKED_MILLIS = 3 * LONGEST_READ_MILLIS;
  private static final int CONNECT_MILLIS = 5_000;

  private static final String OPEN =
      """
      if redis.call('HGET', KEYS[1], 'over') then return {0} end
      local now = tonumber(redis.call('HGET', KEYS[1], 'attempt') or '0')
      if tonumber(ARGV[1]) < now then return {now} end
      redis.call('HSET', KEYS[1], 'attempt', ARGV[1], 'sequence', 0)
      if ARGV[3] then
        local t = redis.call('TIME')
        local ends = t[1] * 1000 + math.floor(t[2] / 1000) + ARGV[3]
        redis.call('HSET', KEYS[1], 'ends', string.format('%.0f', ends))
      end
      redis.call('PEXPIRE', KEYS[1], ARGV[2])
      redis.call('PEXPIRE', KEYS[2], ARGV[2])
      return {0}
      """;
  // Whether it is over; that of a call which nobody is left to tell of is told here.
  private static final String OVER =
      """
      local known = redis.call('HMGET', KEYS[1], 'over', 'ends')
      if known[1] then return {1} end
      if not known[2] then return {0} end
      local t = redis.call('TIME')
      if t[1] * 1000 + math.floor(t[2] / 1000) < tonumber(known[2]) then return {0} end
      local id = redis.call('HINCRBY', KEYS[1], 'events', 1)
      redis.call('XADD', KEYS[2], id .. '-0', 'name', ARGV[1], 'data', ARGV[2])
      redis.call('HSET', KEYS[1], 'over', 1)
      redis.call('PEXPIRE', KEYS[1], ARGV[3])
      redis.call('PEXPIRE', KEYS[2], ARGV[3])
      return {1}
      """;
  private static final String WRITE =
      """
      local now = tonumber(redis.call('HGET', KEYS[1], 'attempt') or '0')
      if tonumber(ARGV[1]) < now then return {now} end
      local last = tonumber(redis.call('HGET', KEYS[1], 'sequence') or '0')
      if tonumber(ARGV[2]) <= last then return {0} end
      if tonumber(ARGV[2]) > last + 1 then return {-1} end
      if redis.call('HGET', KEYS[1], 'over') then return {-2} end
      local id = redis.call('HINCRBY', KEYS[1], 'events', 1)
      redis.call('XADD', KEYS[2], id .. '-0', 'name', ARGV[3], 'data', ARGV[4])
      redis.call('HSET', KEYS[1], 'sequence', ARGV[2])
      if ARGV[6] == '1' then redis.call('HSET', KEYS[1], 'over', 1) end
      redis.call('PEXPIRE', KEYS[1], ARGV[5])
      redis.call('PEXPIRE', KEYS[2], ARGV[5])
      return {0}
      """;

  private final UnifiedJedis redis;
  private final boolean ours;
  private final Duration kept;

  private RedisSink(UnifiedJedis redis, boolean ours, Duration kept) {
    this.redis = redis;
    this.ours = ours;
    this.kept = kept;
  }

  /**
   * A sink at {@code redis://[user:password@]host[:port][/db]}, or {@code rediss} for TLS, over
   * connections of its own, until it is closed; messages are kept for a day after their last event,
   * and while their call may still take longer.
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
    return new RedisSink(client(address), true, KEPT);
  }

  // Each reader that waits has a connection: there is no bound to them but that of the readers.
  private static RedisClient client(URI address) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(-1);
    pool.setTestOnBorrow(true);
    return RedisClient.builder()
        .hostAndPort(JedisURIHelper.getHostAndPort(address))
        .clientConfig(config(address))
        .poolConfig(pool)
        .build();
  }

  private static JedisClientConfig config(URI address) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .user(JedisURIHelper.getUser(address))
            .password(JedisURIHelper.getPassword(address))
            .database(JedisURIHelper.getDBIndex(address))
            .connectionTimeoutMillis(CONNECT_MILLIS)
            .socketTimeoutMillis(CONNECT_MILLIS)
            .blockingSocketTimeoutMillis(BLOCKED_MILLIS);
    if (JedisURIHelper.isRedisSSLScheme(address)) {
      config.sslOptions(SslOptions.defaults());
    }
    return config.build();
  }

  /**
   * A sink over a client of Jedis, which stays its caller's to close: for a cluster, sentinels, or
   * what else an address does not say. Each reader that waits has one of its connections.
   */
  public static RedisSink over(UnifiedJedis redis) {
    Objects.requireNonNull(redis, "redis");
    return new RedisSink(redis, false, KEPT);
  }

  /** This sink keeping messages for so long after their last event, over the same connections. */
  public RedisSink withKept(Duration kept) {
    Objects.requireNonNull(kept, "kept");
    return new RedisSink(redis, ours, kept);
  }

  @Override
  public SinkWriter open(String messageId, int attempt) {
    String alive = millis(kept);
    return opened(messageId, attempt, alive, Integer.toString(attempt), alive);
  }

  @Override
  public SinkWriter open(String messageId, int attempt, Duration longest) {
    Duration left = longest.compareTo(LONGEST) < 0 ? longest : LONGEST;
    String alive = millis(left.plus(kept));
    return opened(messageId, attempt, alive, Integer.toString(attempt), alive, millis(left));
  }

  // Before its end, which its readers are told at its deadline, it is kept as long as it is alive.
  private SinkWriter opened(String messageId, int attempt, String alive, String... values) {
    Objects.requireNonNull(messageId, "messageId");
    return asking(() -> {
      requireTaken(attempt, eval(OPEN, messageId, values));
      List<StreamEntry> told =
          redis.xrange(events(messageId), (StreamEntryID) null, (StreamEntryID) null);
      return new Writer(
          messageId,
          attempt,
          alive,
          SinkState.after(told.stream().map(RedisSink::event).map(NumberedEvent::event).toList()));
    });
  }

  private static <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (JedisException e) {
      throw new SinkException("Redis could not be reached, or refused", e);
    }
  }

  private static void requireTaken(int attempt, List<?> answer) {
    int by = Math.toIntExact((Long) answer.getFirst());
    switch (by) {
      case 0 -> {}
      case -1 -> throw new SinkException("a write before this one is missing");
      case -2 -> throw new SinkException("the message has ended; nothing can be added to it");
      default -> throw new FencedException(attempt, by);
    }
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  private List<?> eval(String script, String messageId, String... values) {
    return (List<?>)
        redis.eval(script, List.of(writer(messageId), events(messageId)), List.of(values));
  }

  private static String writer(String messageId) {
    return key(messageId, "writer");
  }

  private static String events(String messageId) {
    return key(messageId, "events");
  }

  // Both of a message are on one node of a cluster.
  private static String key(String messageId, String what) {
    return "mainstay:{" + messageId + "}:" + what;
  }

  private static NumberedEvent event(StreamEntry entry) {
    Map<String, String> fields = entry.getFields();
    return new NumberedEvent(
        entry.getID().getTime(),
        SinkEvent.of(told(fields, "name"), Json.parseObject(told(fields, "data"))));
  }

  private static String told(Map<String, String> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  /**
   * What has been told in the message after the event {@code afterId}, 0 or less for all; waits for
   * the first for up to 10 s.
   *
   * @return no events where none came in that time
   * @throws SinkException if the sink fails
   */
  public ReadEvents read(String messageId, long afterId) {
    Objects.requireNonNull(messageId, "messageId");
    return asking(() -> {
      boolean over = isOver(messageId);
      XReadParams wait = XReadParams.xReadParams();
      List<NumberedEvent> events =
          news(messageId, afterId, over ? wait : wait.block(LONGEST_READ_MILLIS));
      return new ReadEvents(
          events, over || (!events.isEmpty() && events.getLast().event().isLast()));
    });
  }

  private boolean isOver(String messageId) {
    SinkEvent late = new SinkEvent.Failed("TimedOut");
    List<?> told = eval(OVER, messageId, late.name(), late.data().toJson(), millis(kept));
    return Long.valueOf(1).equals(told.getFirst());
  }

  private List<NumberedEvent> news(String messageId, long afterId, XReadParams wait) {
    List<Map.Entry<String, List<StreamEntry>>> streams =
        redis.xread(wait, Map.of(events(messageId), new StreamEntryID(Math.max(0, afterId), 0)));
    List<NumberedEvent> events = new ArrayList<>();
    if (streams != null) {
      streams.forEach(stream -> stream.getValue().forEach(entry -> events.add(event(entry))));
    }
    return events;
  }

  /**
   * Writes the message as server-sent events, from after {@code lastEventId} (0 or less for all) to
   * its end, as they come; a comment in every 10 s of silence. Each is flushed.
   *
   * @throws IOException if {@code out} does
   * @throws SinkException if the sink fails
   */
  public void write(String messageId, long lastEventId, OutputStream out) throws IOException {
    SseLoop.write(lastEventId, out, last -> read(messageId, last));
  }

  /** Closes the connections, where they are the sink's own. */
  @Override
  public void close() {
    if (ours) {
      redis.close();
    }
  }

  private final class Writer implements SinkWriter {
    private final String messageId;
    private final int attempt;
    private final String alive;
    private final SinkState state;

    Writer(String messageId, int attempt, String alive, SinkState state) {
      this.messageId = messageId;
      this.attempt = attempt;
      this.alive = alive;
      this.state = state;
    }

    @Override
    public SinkState state() {
      return state;
    }

    @Override
    public void write(long sequence, SinkEvent event) {
      requireTaken(attempt, asking(() -> sent(sequence, event)));
    }

    private List<?> sent(long sequence, SinkEvent event) {
      try {
        return send(sequence, event);
      } catch (JedisConnectionException broken) {
        return send(sequence, event);
      }
    }

    private List<?> send(long sequence, SinkEvent event) {
      return eval(
          WRITE,
          messageId,
          Integer.toString(attempt),
          Long.toString(sequence),
          event.name(),
          event.data().toJson(),
          event.isLast() ? millis(kept) : alive,
          event.isLast() ? "1" : "0");
    }
  }
}
