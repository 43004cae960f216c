package dev.mainstay.gateway.config;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.TransportException;
import java.io.InputStream;

/** An exchange with nobody. */
final class RefusedExchange implements Exchange {
  @Override
  public HttpHead head() throws TransportException {
    throw new TransportException(new Failure.ConnectionFailed(FailureDetail.of("refused")));
  }

  @Override
  public InputStream body() {
    return InputStream.nullInputStream();
  }

  @Override
  public void abort(Failure cause) {}

  @Override
  public void close() {}
}
