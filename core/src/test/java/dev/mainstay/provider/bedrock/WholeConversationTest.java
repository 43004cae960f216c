package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.provider.wire.WholeConversation;
import dev.mainstay.provider.wire.Wire;
import org.junit.jupiter.api.Test;

class WholeConversationTest {
  @Test
  void nothingElseIsLost() {
    WholeConversation.requireLossesOf(Wire.BEDROCK, "c2ln", WholeConversationTest::thereAndBack);
  }

  private static JsonObject thereAndBack(JsonObject chat) {
    JsonObject back = ConverseChat.of(Asking.anybody().sent(chat.toJson()));
    return back.with(
        "messages",
        JsonArray.of(
            back.array("messages")
                .orElseThrow()
                .objects()
                .map(WholeConversationTest::withPictures)
                .map(WholeConversationTest::withReasoning)
                .toList()));
  }

  // As answers tell it: once as text, once with its signature.
  private static JsonObject withReasoning(JsonObject message) {
    return message
        .array("thinking_blocks")
        .flatMap(blocks -> blocks.objects().findFirst())
        .flatMap(block -> block.text("thinking"))
        .map(thought -> message.with("reasoning_content", thought))
        .orElse(message);
  }

  private static JsonObject withPictures(JsonObject message) {
    JsonArray parts = message.array("content").orElseThrow();
    return message.with(
        "content", JsonArray.of(parts.objects().map(WholeConversationTest::part).toList()));
  }

  private static JsonObject part(JsonObject part) {
    return part.object("image").map(WholeConversationTest::picture).orElse(part);
  }

  private static JsonObject picture(JsonObject image) {
    String url =
        "data:image/"
            + image.text("format").orElseThrow()
            + ";base64,"
            + image.object("source").flatMap(source -> source.text("bytes")).orElseThrow();
    return JsonObject.builder()
        .put("type", "image_url")
        .put("image_url", JsonObject.of("url", new JsonString(url)))
        .build();
  }
}
