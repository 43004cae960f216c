package dev.mainstay.gateway.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that comes round on an event loop, and goes on doing so whatever it throws. */
final class RepeatedWork {
  private static final Logger LOG = LoggerFactory.getLogger(RepeatedWork.class);

  private RepeatedWork() {}

  /** Has {@code work} run on {@code loop} every {@code millis}, until the future is cancelled. */
  static Future<?> every(long millis, EventLoop loop, Runnable work) {
    return loop.scheduleWithFixedDelay(() -> guarded(work), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Runs {@code work}; what it throws is logged. */
  static void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      LOG.error("what comes round on an event loop failed by a mistake of ours", e);
    }
  }
}
