package dev.mainstay.gateway.config;

import dev.mainstay.http.Exchange;
import dev.mainstay.http.HttpCall;
import dev.mainstay.http.Transport;
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
