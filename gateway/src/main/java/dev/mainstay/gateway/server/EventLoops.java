package dev.mainstay.gateway.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read and write sockets, shared by the server and the transport. They run over
 * epoll where that is to be had, and over NIO elsewhere. They never wait: handlers and callers of
 * exchanges have virtual threads of their own.
 */
public final class EventLoops implements AutoCloseable {
  private static final long CLOSING_MILLIS = 2_000;
  private static final String LEAK_DETECTION = "io.netty.leakDetection.level";
  private static final String JFR = "io.netty.jfr.enabled";

  // Netty's defaults take the stack of every 128th buffer, and make events of Flight Recorder for
  // buffers, which costs each start; who looks for a leak, or wants them, sets the property.
  static {
    if (System.getProperty(JFR) == null) {
      System.setProperty(JFR, "false");
    }
    if (System.getProperty(LEAK_DETECTION) == null) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
  }

  private final MultiThreadIoEventLoopGroup group;
  private final Class<? extends SocketChannel> socket;
  private final Class<? extends ServerChannel> serverSocket;

  private EventLoops(
      int threads,
      IoHandlerFactory io,
      Class<? extends SocketChannel> socket,
      Class<? extends ServerChannel> serverSocket) {
    this.group =
        new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("mainstay-io", true), io);
    this.socket = socket;
    this.serverSocket = serverSocket;
  }

  /** Loops on one thread for every two processors, and at least one. */
  public static EventLoops start() {
    return start(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  /** Loops on {@code threads} threads, at least one. */
  public static EventLoops start(int threads) {
    return Epoll.isAvailable() ? epoll(threads) : nio(threads);
  }

  private static EventLoops epoll(int threads) {
    return new EventLoops(
        threads,
        EpollIoHandler.newFactory(),
        EpollSocketChannel.class,
        EpollServerSocketChannel.class);
  }

  static EventLoops nio(int threads) {
    return new EventLoops(
        threads, NioIoHandler.newFactory(), NioSocketChannel.class, NioServerSocketChannel.class);
  }

  Bootstrap client() {
    return new Bootstrap().group(group).channel(socket);
  }

  ServerBootstrap server() {
    return new ServerBootstrap().group(group).channel(serverSocket);
  }

  EventLoop next() {
    return group.next();
  }

  List<EventLoop> all() {
    List<EventLoop> all = new ArrayList<>();
    group.forEach(loop -> all.add((EventLoop) loop));
    return all;
  }

  /** Ends the threads; what still runs on them is cut off. Waits for at most 2 s. */
  @Override
  public void close() {
    group
        .shutdownGracefully(0, CLOSING_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSING_MILLIS);
  }
}
