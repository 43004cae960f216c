package dev.mainstay.transport;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;

/**
 * A request's body that tells when the connection stands: java.net.http asks for a body's length
 * and bytes only then, and has no other way to say so. Its own connect timeout is one per client,
 * and does not cover the look-up of the host.
 */
final class SentBody implements BodyPublisher {
  private final BodyPublisher bytes;
  // What it throws keeps anything from being sent.
  private final Runnable whenConnected;

  SentBody(byte[] bytes, Runnable whenConnected) {
    this.bytes = bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes);
    this.whenConnected = whenConnected;
  }

  @Override
  public long contentLength() {
    whenConnected.run();
    return bytes.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    whenConnected.run();
    bytes.subscribe(subscriber);
  }
}
