package dev.mainstay.cli.load;

import dev.mainstay.cli.load.LoadPlan.Asking;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.util.Random;

/** The bodies of messages: always the same for the same user and number. */
final class Prompts {
  private static final String[] WORDS =
      ("the river keeps its own time and whoever waits beside it hears stones turn under water"
              + " while light moves over the far bank and nobody asks how long it will take")
          .split(" ");

  private final Asking asking;

  Prompts(Asking asking) {
    this.asking = asking;
  }

  /** Whether message {@code number} of all is to come as a stream: evenly spread. */
  boolean isStreamed(long number) {
    double share = asking.streamed();
    return Math.floor((number + 1) * share) > Math.floor(number * share);
  }

  /** The body of message {@code number} of all, which {@code user} sends. */
  byte[] body(int user, long number) {
    JsonObjectBuilder body =
        JsonObject.builder()
            .put("model", asking.model())
            .put("user", "user-" + (user + 1))
            .put("messages", JsonArray.of(message(user, number)));
    if (isStreamed(number)) {
      body.put("stream", true);
    }
    if (asking.maxTokens() > 0) {
      body.put("max_tokens", asking.maxTokens());
    }
    return body.build().toBytes();
  }

  private JsonObject message(int user, long number) {
    Random random = new Random(31L * user + number);
    int words = asking.leastWords();
    words += random.nextInt(asking.mostWords() - words + 1);
    StringBuilder text = new StringBuilder("Message " + number + ":");
    for (int i = 2; i < words; i++) {
      text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
    }
    return JsonObject.builder().put("role", "user").put("content", text.toString()).build();
  }
}
