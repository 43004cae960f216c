package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.provider.wire.WholeConversation;

class WholeConversationTest extends WholeConversation {
  WholeConversationTest() {
    super("c2ln");
  }

  @Override
  protected JsonObject thereAndBack(JsonObject chat) {
    JsonObject back = ConverseChat.of(Asking.anybody().sent(chat.toJson()));
    return withMessages(back, WholeConversationTest::withPictures);
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

  @Override
  protected JsonObject withoutLosses(JsonObject chat) {
    return chat;
  }
}
