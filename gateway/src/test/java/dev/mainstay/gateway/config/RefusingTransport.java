package dev.mainstay.gateway.config;

import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.util.List;

/** Notes where it is asked to go, and goes nowhere. */
record RefusingTransport(List<String> calls) implements Transport {
  @Override
  public Exchange open(HttpCall call) {
    calls.add(call.uri().toString());
    return new RefusedExchange();
  }

  @Override
  public void close() {}
}
