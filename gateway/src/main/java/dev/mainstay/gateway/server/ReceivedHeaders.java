package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Netty's headers as ours. */
final class ReceivedHeaders {
  private ReceivedHeaders() {}

  static Headers of(HttpHeaders received) {
    List<Field> headers = new ArrayList<>(received.size());
    Iterator<Map.Entry<CharSequence, CharSequence>> all = received.iteratorCharSequence();
    while (all.hasNext()) {
      Map.Entry<CharSequence, CharSequence> header = all.next();
      headers.add(
          new Field(
              KnownWords.shared(header.getKey().toString()),
              KnownWords.shared(header.getValue().toString())));
    }
    return Headers.of(headers);
  }
}
