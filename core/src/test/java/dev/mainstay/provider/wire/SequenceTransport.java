package dev.mainstay.provider.wire;

import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each request as the next transport does, and those behind the last as that. */
public final class SequenceTransport implements Transport {
  public final List<HttpCall> calls = new CopyOnWriteArrayList<>();
  private final List<Transport> answers;

  public SequenceTransport(Transport... answers) {
    this.answers = new ArrayList<>(List.of(answers));
  }

  @Override
  public Exchange open(HttpCall call) {
    Transport next = answers.get(Math.min(calls.size(), answers.size() - 1));
    calls.add(call);
    return next.open(call);
  }

  @Override
  public void close() {}
}
