package dev.mainstay.simulator;

import java.util.ArrayList;
import java.util.List;

/** How an answer is sent: what stands around what it says. */
record Transfer(List<Header> headers, int writesOf, boolean done) {
  static final Transfer USUAL = new Transfer(List.of(), 0, true);

  Transfer {
    headers = List.copyOf(headers);
    if (writesOf < 0) {
      throw new IllegalArgumentException(
          "writes of " + writesOf + " bytes; use 1 or more, or 0 for one write per event");
    }
  }

  Transfer withHeader(Header header) {
    List<Header> all = new ArrayList<>(headers);
    all.add(header);
    return new Transfer(all, writesOf, done);
  }

  Transfer withWritesOf(int bytes) {
    return new Transfer(headers, bytes, done);
  }

  Transfer withoutDone() {
    return new Transfer(headers, writesOf, false);
  }
}
