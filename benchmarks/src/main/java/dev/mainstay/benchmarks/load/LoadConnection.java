package dev.mainstay.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a load: a request out, its answer in, and again. */
final class LoadConnection {
  private final Message answer = new Message();
  private final ByteBuffer request;
  private final InetSocketAddress target;
  private SocketChannel channel;
  private SelectionKey key;
  private long since;
  private boolean busy;

  LoadConnection(InetSocketAddress target, Selector selector, ByteBuffer request)
      throws IOException {
    this.target = target;
    this.request = request.duplicate();
    this.channel = SocketChannel.open();
    this.key = connect(selector);
  }

  private SelectionKey connect(Selector selector) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(target);
    channel.configureBlocking(false);
    return channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Begins anew, after an exchange that went wrong. */
  void reconnect(Selector selector) throws IOException {
    close();
    busy = false;
    answer.reset();
    channel = SocketChannel.open();
    key = connect(selector);
  }

  /** Sends the request; its latency counts from {@code since}. */
  void send(long since) throws IOException {
    this.since = since;
    busy = true;
    request.rewind();
    writeRest();
  }

  void writeRest() throws IOException {
    channel.write(request);
    int interest =
        request.hasRemaining()
            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
            : SelectionKey.OP_READ;
    if (key.interestOps() != interest) {
      key.interestOps(interest);
    }
  }

  /** Reads what is there; throws where the connection ends. */
  void read(ByteBuffer in) throws IOException {
    in.clear();
    if (channel.read(in) < 0) {
      throw new IOException(
          busy ? "closed after " + answer.bodySize() + " bytes of an answer" : "closed while idle");
    }
    answer.add(in.flip());
    if (!busy) {
      throw new MalformedMessageException("an answer to nothing");
    }
  }

  Message answer() {
    return answer;
  }

  long since() {
    return since;
  }

  boolean isBusy() {
    return busy;
  }

  /** Makes it ready for the next request. */
  void finish() {
    busy = false;
    answer.reset();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
