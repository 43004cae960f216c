package dev.mainstay.simulator.script;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import java.util.List;
import java.util.Optional;

/**
 * Where a request that asks for the rest of a broken answer wants it to begin: after what the
 * assistant is said to have begun, at the words that are to be repeated first, or after what of it
 * ends a prompt.
 */
final class Resumption {
  // Shorter ends of two texts are alike by chance.
  private static final int SHORTEST_ANCHOR = 12;

  private Resumption() {}

  /** How many characters of {@code whole} are not said again; 0 where nothing of it was said. */
  static int start(String whole, ChatRequest request) {
    Optional<String> prompt = request.json().text("prompt");
    if (prompt.isPresent()) {
      return saidAtEnd(prompt.get(), whole);
    }
    List<Message> messages = request.messages();
    Message last = messages.isEmpty() ? Message.user("") : messages.getLast();
    if (last.role().equals("assistant")) {
      String begun = last.text().stripTrailing();
      return whole.startsWith(begun) ? begun.length() : 0;
    }
    return messages.size() < 2 ? 0 : startAtAnchor(whole, messages.get(messages.size() - 2), last);
  }

  private static int saidAtEnd(String prompt, String whole) {
    int length = Math.min(prompt.length(), whole.length());
    while (!prompt.endsWith(whole.substring(0, length))) {
      length--;
    }
    return length;
  }

  private static int startAtAnchor(String whole, Message assistant, Message ask) {
    String said = assistant.text().stripTrailing();
    if (!assistant.role().equals("assistant") || !whole.startsWith(said)) {
      return 0;
    }
    int anchor = commonEnd(said, ask.text().stripTrailing());
    return anchor < Math.min(SHORTEST_ANCHOR, said.length()) ? 0 : said.length() - anchor;
  }

  private static int commonEnd(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int length = 0;
    while (length < most
        && one.charAt(one.length() - 1 - length) == other.charAt(other.length() - 1 - length)) {
      length++;
    }
    return length;
  }
}
