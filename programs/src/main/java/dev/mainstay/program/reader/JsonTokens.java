package dev.mainstay.program.reader;

/** Hears what JSON is made of, in its order. */
interface JsonTokens {
  void beginObject();

  /** A member's name; its value follows. */
  void key(String name);

  void endObject();

  void beginArray();

  void endArray();

  void beginString();

  /** The next of a string's characters, decoded; pairs of surrogates are whole. */
  void character(char c);

  /** Characters of a string, decoded: those of {@code text} from {@code from} to {@code to}. */
  default void characters(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      character(text.charAt(i));
    }
  }

  void endString();

  /** A number, {@code true}, {@code false}, {@code null}, or what stands in the place of one. */
  void literal(String text);
}
