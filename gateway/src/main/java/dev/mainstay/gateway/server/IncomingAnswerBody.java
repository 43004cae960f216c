package dev.mainstay.gateway.server;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/** An answer's body as its exchange gives it, before its coding is undone. */
final class IncomingAnswerBody extends InputStream {
  private final NettyExchange exchange;
  private final IncomingAnswer answer;
  private final Runnable resume;

  IncomingAnswerBody(NettyExchange exchange, IncomingAnswer answer, ClientConnection connection) {
    this.exchange = exchange;
    this.answer = answer;
    this.resume = () -> connection.resume(answer);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    try {
      return length == 0 ? 0 : answer.read(target, offset, length, resume);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      exchange.abort(
          new Failure.Cancelled(
              FailureDetail.of("the thread that read the answer was interrupted")));
      throw new InterruptedIOException("interrupted while reading an answer");
    }
  }

  @Override
  public int available() {
    return answer.available();
  }
}
