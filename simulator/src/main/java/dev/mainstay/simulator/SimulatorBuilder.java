package dev.mainstay.simulator;

import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.server.RequestLog;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.function.Consumer;

/** Builds a {@link Simulator}. */
public final class SimulatorBuilder {
  private static final int MAX_PORT = 65_535;

  private Script script = Script.builder().build();
  private String host = "127.0.0.1";
  private int port;
  private TimeSource time = TimeSource.system();
  private int remembered = 10_000;
  private Consumer<ReceivedRequest> onEnding = request -> {};

  SimulatorBuilder() {}

  /** What it does; {@link Answer#standard()} for every request by default. */
  public SimulatorBuilder script(Script script) {
    Objects.requireNonNull(script, "script");
    this.script = script;
    return this;
  }

  /**
   * The address to listen on, {@code 127.0.0.1} by default; {@code 0.0.0.0} is reached from
   * outside.
   */
  public SimulatorBuilder host(String host) {
    Objects.requireNonNull(host, "host");
    this.host = host;
    return this;
  }

  /**
   * The port to listen on; 0, the default, is any that is free.
   *
   * @throws IllegalArgumentException if it is not a port, 0 to 65535
   */
  public SimulatorBuilder port(int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port " + port + "; use 0 to " + MAX_PORT);
    }
    this.port = port;
    return this;
  }

  /**
   * The clock of its pauses, limits and outages; the machine's own by default. On a manual one
   * every pause is over at once and moves the clock, except for a stall that never ends.
   */
  public SimulatorBuilder time(TimeSource time) {
    Objects.requireNonNull(time, "time");
    this.time = time;
    return this;
  }

  /**
   * How many requests it remembers, 0 or more; 10,000 by default. A load test wants few.
   *
   * @throws IllegalArgumentException if it is below 0
   */
  public SimulatorBuilder remember(int requests) {
    if (requests < 0) {
      throw new IllegalArgumentException(requests + " requests; use 0 or more");
    }
    this.remembered = requests;
    return this;
  }

  /** What is told each request at its end, on the connection's thread; it must not throw. */
  public SimulatorBuilder onEnding(Consumer<ReceivedRequest> onEnding) {
    Objects.requireNonNull(onEnding, "onEnding");
    this.onEnding = onEnding;
    return this;
  }

  /**
   * The simulator, listening.
   *
   * @throws UncheckedIOException if the host is not known or the port cannot be opened
   */
  public Simulator start() {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      return new Simulator(script, address, time, new RequestLog(time, remembered, onEnding));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on " + host + " port " + port + ": " + e.getMessage(), e);
    }
  }
}
