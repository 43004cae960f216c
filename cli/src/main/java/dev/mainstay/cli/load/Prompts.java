package dev.mainstay.cli.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.cli.load.LoadPlan.Asking;
import dev.mainstay.json.JsonString;
import java.util.Random;

/**
 * The bodies of messages: always the same for the same user and number. They are cut out of one
 * long text, since a load should cost the machine little.
 */
final class Prompts {
  private static final String WORDS =
      "the river keeps its own time and whoever waits beside it hears stones turn under water while"
          + " light moves over the far bank and nobody asks how long it will take ";

  // As many characters as a word of the text has, with the blank behind it.
  private static final int WORD = 5;

  private final Asking asking;
  private final byte[] words;
  private final byte[] model;
  private final byte[] rest;

  Prompts(Asking asking) {
    this.asking = asking;
    int most = WORD * asking.mostWords() + WORDS.length();
    this.words = WORDS.repeat(1 + most / WORDS.length()).getBytes(UTF_8);
    this.model = ("{\"model\":" + new JsonString(asking.model()).toJson()).getBytes(UTF_8);
    this.rest =
        (asking.maxTokens() > 0 ? ",\"max_tokens\":" + asking.maxTokens() + "}" : "}")
            .getBytes(UTF_8);
  }

  /** Whether message {@code number} of all is to come as a stream: evenly spread. */
  boolean isStreamed(long number) {
    double share = asking.streamed();
    return Math.floor((number + 1) * share) > Math.floor(number * share);
  }

  /** The body of message {@code number} of all, which {@code user} sends. */
  byte[] body(int user, long number) {
    Random random = new Random(31L * user + number);
    int count = asking.leastWords() + random.nextInt(1 + asking.mostWords() - asking.leastWords());
    byte[] opening =
        ((isStreamed(number) ? ",\"stream\":true" : "")
                + ",\"user\":\"user-"
                + (user + 1)
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Message "
                + number
                + ": ")
            .getBytes(UTF_8);
    byte[] closing = "\"}]".getBytes(UTF_8);
    int length = WORD * count;
    int from = random.nextInt(words.length - length + 1);
    byte[] body = new byte[model.length + opening.length + length + closing.length + rest.length];
    int at = put(body, 0, model, 0, model.length);
    at = put(body, at, opening, 0, opening.length);
    at = put(body, at, words, from, length);
    at = put(body, at, closing, 0, closing.length);
    put(body, at, rest, 0, rest.length);
    return body;
  }

  private static int put(byte[] to, int at, byte[] bytes, int from, int length) {
    System.arraycopy(bytes, from, to, at, length);
    return at + length;
  }
}
