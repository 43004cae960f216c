package dev.mainstay.gateway.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Looks hosts up on platform threads: the JDK's look-up holds its thread however long the name
 * service takes, and would in time hold every carrier of virtual threads. A host is asked for once
 * at a time.
 */
// Nobody waits for the futures that Netty returns.
@SuppressWarnings("FutureReturnValueIgnored")
final class NameLookup {
  private static final Executor THREADS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("mainstay-names-", 0).factory());

  private final NameService service;
  private final Map<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  NameLookup(NameService service) {
    this.service = service;
  }

  /** A look-up by the platform's own means. */
  static NameLookup ofPlatform() {
    return new NameLookup(InetAddress::getAllByName);
  }

  /** Who knows the addresses of hosts. */
  @FunctionalInterface
  interface NameService {
    /** At least one address, in the order in which to try them. */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  CompletableFuture<List<InetAddress>> find(String host) {
    CompletableFuture<List<InetAddress>> found =
        underWay.computeIfAbsent(
            host, name -> CompletableFuture.supplyAsync(() -> ask(name), THREADS));
    found.whenComplete((addresses, unknown) -> underWay.remove(host, found));
    return found;
  }

  private List<InetAddress> ask(String host) {
    try {
      return List.of(service.addresses(host));
    } catch (UnknownHostException unknown) {
      throw new CompletionException(unknown);
    }
  }
}
