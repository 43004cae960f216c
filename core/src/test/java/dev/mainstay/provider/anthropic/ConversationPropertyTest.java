package dev.mainstay.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.ProviderStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Any conversation in Anthropic's form, read in OpenAI's and written again, is the same. */
@Execution(ExecutionMode.CONCURRENT)
class ConversationPropertyTest {
  private static final long SEED = 20261129;
  private static final int ROUNDS = 2_000;
  private static final List<String> TEXTS =
      List.of("Hello", "Grüße, 🌍!", "a\"b\\c\nd", " white at its front", "{\"json\": 1}");

  private final Random random = new Random(SEED);
  private int calls;

  @Test
  void conversationComesBackEqual() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      JsonObject body = body();
      ChatRequest chat = AnthropicMessages.request(body, List.of());
      Asking asking = Asking.anybody().of("claude-opus-4-6");

      try (ProviderStream stream = asking.open(new ChatRequest(chat.json()))) {
        stream.next();
      }

      assertThat(asking.sentBody()).as("round %s", round).isEqualTo(body);
    }
  }

  private JsonObject body() {
    JsonObjectBuilder body =
        JsonObject.builder()
            .put("model", "claude-opus-4-6")
            .put("max_tokens", 1 + random.nextInt(9999));
    if (random.nextBoolean()) {
      body.put("system", random.nextBoolean() ? new JsonString(text()) : list(marked(textBlock())));
    }
    body.put("messages", JsonArray.of(turns()));
    if (random.nextBoolean()) {
      body.put("stop_sequences", list(new JsonString("END")));
    }
    if (random.nextBoolean()) {
      body.put("tools", list(tool()));
      body.put("tool_choice", choice());
    }
    if (random.nextBoolean()) {
      body.put("output_config", JsonObject.of("format", schema()));
    }
    if (random.nextBoolean()) {
      body.put("metadata", JsonObject.of("user_id", new JsonString("user-1")));
    }
    if (random.nextBoolean()) {
      body.put("temperature", JsonNumber.of(random.nextInt(10) / 10.0));
    }
    return body.build();
  }

  private List<JsonValue> turns() {
    List<JsonValue> turns = new ArrayList<>();
    turns.add(turn("user", userBlocks(List.of())));
    for (int i = random.nextInt(4); i > 0; i--) {
      List<JsonValue> results = new ArrayList<>();
      turns.add(turn("assistant", assistantBlocks(results)));
      turns.add(turn("user", userBlocks(results)));
    }
    return turns;
  }

  private static JsonObject turn(String role, List<JsonValue> blocks) {
    return JsonObject.builder().put("role", role).put("content", JsonArray.of(blocks)).build();
  }

  private List<JsonValue> assistantBlocks(List<JsonValue> results) {
    List<JsonValue> blocks = new ArrayList<>();
    if (random.nextBoolean()) {
      blocks.add(block("thinking").put("thinking", text()).put("signature", "sig==").build());
    }
    if (random.nextInt(4) == 0) {
      blocks.add(block("redacted_thinking").put("data", "xyz").build());
    }
    blocks.add(textBlock());
    for (int i = random.nextInt(3); i > 0; i--) {
      String id = "toolu_" + calls++;
      JsonObject input = JsonObject.of("text", new JsonString(text()));
      blocks.add(block("tool_use").put("id", id).put("name", "f").put("input", input).build());
      results.add(result(id));
    }
    return blocks;
  }

  private JsonObject result(String id) {
    JsonObjectBuilder result = block("tool_result").put("tool_use_id", id);
    result.put("content", random.nextBoolean() ? new JsonString(text()) : list(picture()));
    if (random.nextBoolean()) {
      result.put("is_error", random.nextBoolean());
    }
    return random.nextInt(4) == 0 ? marked(result.build()) : result.build();
  }

  private List<JsonValue> userBlocks(List<JsonValue> results) {
    List<JsonValue> blocks = new ArrayList<>(results);
    for (int i = random.nextInt(3) + (results.isEmpty() ? 1 : 0); i > 0; i--) {
      JsonObject said =
          switch (random.nextInt(5)) {
            case 0 -> picture();
            case 1 -> document();
            case 2 -> block("search_result").put("source", "s").put("title", text()).build();
            default -> textBlock();
          };
      blocks.add(random.nextInt(4) == 0 ? marked(said) : said);
    }
    return blocks;
  }

  private JsonObject picture() {
    JsonObject source =
        random.nextBoolean()
            ? block("url").put("url", "https://host/a.png").build()
            : block("base64").put("media_type", "image/png").put("data", "QUJD").build();
    return block("image").put("source", source).build();
  }

  private JsonObject document() {
    JsonObject source =
        random.nextBoolean()
            ? block("text").put("media_type", "text/plain").put("data", text()).build()
            : block("base64").put("media_type", "application/pdf").put("data", "QUJD").build();
    JsonObject document = block("document").put("source", source).build();
    return random.nextBoolean() ? document.with("title", text()) : document;
  }

  private JsonObject tool() {
    JsonObjectBuilder tool = JsonObject.builder().put("name", "f");
    if (random.nextBoolean()) {
      tool.put("description", text());
    }
    JsonObject built = tool.put("input_schema", block("object").build()).build();
    return random.nextBoolean() ? marked(built) : built;
  }

  private JsonObject choice() {
    JsonObject choice =
        switch (random.nextInt(3)) {
          case 0 -> block("auto").build();
          case 1 -> block("any").build();
          default -> block("tool").put("name", "f").build();
        };
    return random.nextBoolean()
        ? choice.toBuilder().put("disable_parallel_tool_use", true).build()
        : choice;
  }

  private static JsonObject schema() {
    return block("json_schema").put("schema", block("object").build()).build();
  }

  private JsonObject textBlock() {
    return block("text").put("text", text()).build();
  }

  private static JsonObject marked(JsonObject block) {
    return block.with("cache_control", block("ephemeral").build());
  }

  private static JsonObjectBuilder block(String type) {
    return JsonObject.builder().put("type", type);
  }

  private static JsonArray list(JsonValue item) {
    return JsonArray.of(item);
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
