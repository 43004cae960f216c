package dev.mainstay.simulator;

import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.server.Acceptor;
import dev.mainstay.simulator.server.Dispatcher;
import dev.mainstay.simulator.server.HeldPort;
import dev.mainstay.simulator.server.RequestLog;
import dev.mainstay.simulator.server.ScriptPlayer;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A provider that does what a {@link Script} says: it speaks the vendors' dialects over real
 * sockets, answers well or badly, and remembers what it was asked.
 *
 * <pre>{@code
 * Script script = Script.builder()
 *     .first(Fault.status(429).retryAfter(Duration.ofMillis(50)))
 *     .then(Answer.text("Hello"))
 *     .build();
 * try (Simulator simulator = Simulator.start(script)) {
 *   String text = client(simulator.url()).chat("gpt-4o", "Hi").text();
 *
 *   assertThat(text).isEqualTo("Hello");
 *   assertThat(simulator.requests()).hasSize(2);
 * }
 * }</pre>
 *
 * <p>The end of a path tells the dialect, as {@code /chat/completions} does OpenAI's and {@code
 * /messages} Anthropic's. Every path that ends in {@code /models} lists the models; one that is
 * nobody's is 404. In OpenAI's dialect it refuses what a vendor refuses where the path has the host
 * of one in it, as {@code /api.openai.com/v1} has (OpenAI's, Mistral's, Groq's or Cerebras's),
 * elsewhere nothing. A client that ends its half of the connection while it is being answered
 * counts as having left. Safe for use by any thread.
 */
public final class Simulator implements AutoCloseable {
  private final TimeSource time;
  private final RequestLog log;
  private final Dispatcher dispatcher;
  private final AtomicLong connections = new AtomicLong();
  private final InetSocketAddress address;
  private final ReentrantLock lock = new ReentrantLock();
  private Acceptor acceptor;
  private Optional<HeldPort> held = Optional.empty();

  Simulator(Script script, InetSocketAddress wanted, TimeSource time, RequestLog log)
      throws IOException {
    this.time = time;
    this.log = log;
    dispatcher = new Dispatcher(new ScriptPlayer(script, time));
    acceptor = Acceptor.open(wanted, dispatcher, log, time, connections);
    address = new InetSocketAddress(wanted.getAddress(), acceptor.port());
  }

  /**
   * A simulator on a free port of this machine's own address, that gives {@link Answer#standard()}.
   */
  public static Simulator start() {
    return builder().start();
  }

  /**
   * A simulator on a free port of this machine's own address.
   *
   * @throws UncheckedIOException if no port can be opened
   */
  public static Simulator start(Script script) {
    return builder().script(script).start();
  }

  /** A builder, for another address, port or clock. */
  public static SimulatorBuilder builder() {
    return new SimulatorBuilder();
  }

  /** The base URL for clients, as in {@code http://127.0.0.1:41273/v1}. */
  public URI url() {
    InetAddress host = address.getAddress();
    String name = host.isAnyLocalAddress() ? "127.0.0.1" : host.getHostAddress();
    String inUrl = name.contains(":") ? "[" + name + "]" : name;
    return URI.create("http://" + inUrl + ":" + port() + "/v1");
  }

  /** The port, 1 to 65535; the same after a {@link #restart}. */
  public int port() {
    return address.getPort();
  }

  /**
   * The requests received whole so far, in order: the last 10,000, or as many as the builder was
   * told.
   */
  public List<ReceivedRequest> requests() {
    return log.all();
  }

  /** How many requests were received so far, remembered or not. */
  public long requestCount() {
    return log.count();
  }

  /**
   * How many requests were refused so far since they exceeded a limit of the script, or its
   * concurrency.
   */
  public long refusalCount() {
    return dispatcher.refusals();
  }

  /**
   * The requests, once there have been {@code count}.
   *
   * @throws IllegalStateException if fewer come within {@code longest}
   */
  public List<ReceivedRequest> awaitRequests(int count, Duration longest) {
    if (!log.await(count, longest)) {
      throw new IllegalStateException(
          "waited " + longest + " for " + count + " requests; these came: " + requests());
    }
    return requests();
  }

  /**
   * Plays {@code script} from its beginning; requests that are being answered are not disturbed.
   */
  public void play(Script script) {
    dispatcher.play(new ScriptPlayer(script, time));
  }

  /** Lets {@code fault} happen to every request, whatever the script says, until {@link #heal}. */
  public void fail(Fault fault) {
    dispatcher.fail(fault);
  }

  /** Ends what {@link #fail} began: the script goes on where it was. */
  public void heal() {
    dispatcher.heal();
  }

  /**
   * Resets every connection and refuses new ones, as if the process had died, until {@link
   * #restart}. Nobody else gets the port meanwhile.
   */
  public void crash() {
    lock.lock();
    try {
      if (!acceptor.isShut()) {
        acceptor.shut();
        held = Optional.of(HeldPort.at(address));
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a {@link #crash}, on the same port; the script goes on where it was. Without effect on a
   * simulator that runs.
   *
   * @throws UncheckedIOException if somebody else has taken the port
   */
  public void restart() {
    lock.lock();
    try {
      if (acceptor.isShut()) {
        release();
        acceptor = Acceptor.open(address, dispatcher, log, time, connections);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + address + " again", e);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the simulator: what is in flight is reset. */
  @Override
  public void close() {
    lock.lock();
    try {
      acceptor.shut();
      release();
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    held.ifPresent(HeldPort::close);
    held = Optional.empty();
  }
}
