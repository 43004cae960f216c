package dev.mainstay.gateway.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether the other side takes what it is sent; asked now and then, on the event loop. */
final class ReaderWatch {
  private @Nullable Object next;
  private long taken;
  private long sinceNanos;

  /** Whether something waits to be taken, and not a byte of it was for {@code longest}. */
  // Buffers with equal bytes are not the same one.
  @SuppressWarnings("ReferenceEquality")
  boolean isStill(Channel channel, long nowNanos, Duration longest) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    Object first = waiting == null ? null : waiting.current();
    long progress = waiting == null || first == null ? 0 : waiting.currentProgress();
    if (first == null || first != next || progress != taken) {
      next = first;
      taken = progress;
      sinceNanos = nowNanos;
      return false;
    }
    return nowNanos - sinceNanos > longest.toNanos();
  }
}
