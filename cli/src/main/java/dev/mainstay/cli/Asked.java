package dev.mainstay.cli;

import dev.mainstay.json.JsonException;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.exchange.ReceivedRequest;

/** What a request to the simulator asked for, in a few words. */
final class Asked {
  private Asked() {}

  static String of(ReceivedRequest request) {
    String path = request.method() + " " + request.path();
    if (!request.method().equals("POST")) {
      return path;
    }
    try {
      ChatRequest chat = request.chat();
      return path + " " + chat.model() + (chat.isStream() ? " streamed" : " plain");
    } catch (JsonException e) {
      return path;
    }
  }
}
