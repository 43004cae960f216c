package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboxTest {
  private static final Outbox.Watcher NOBODY =
      new Outbox.Watcher() {
        @Override
        public void begins() {}

        @Override
        public void sent() {}

        @Override
        public void broke(Throwable cause) {}
      };

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Outbox outbox = new Outbox(channel, NOBODY);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void whatIsAddedWaitsForAFlush() throws Exception {
    outbox.add(bytes(Outbox.CAPACITY - 1));

    int before = sent();
    outbox.flush(false);

    assertThat(before).isZero();
    assertThat(sent()).isEqualTo(Outbox.CAPACITY - 1);
  }

  // Whoever adds more would wait, and nobody else could flush.
  @Test
  @Timeout(10)
  void asMuchAsMayWaitIsSentWithoutAFlush() throws Exception {
    outbox.add(bytes(1));
    outbox.add(bytes(Outbox.CAPACITY));

    int sent = sent();

    assertThat(sent).isEqualTo(1 + Outbox.CAPACITY);
    assertThat(outbox.add(bytes(1))).isTrue();
  }

  private static Part bytes(int count) {
    return Part.bytes(new byte[count]);
  }

  /** How much has been sent since this was last asked, once the loop has done all it was given. */
  private int sent() {
    channel.runPendingTasks();
    int count = 0;
    for (ByteBuf buffer = channel.readOutbound(); buffer != null; buffer = channel.readOutbound()) {
      count += buffer.readableBytes();
      buffer.release();
    }
    return count;
  }
}
