package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.ServerBlocks;
import java.util.List;

/** The messages and the tools of a request as a vendor takes them. */
final class VendorMessages {
  private static final String MESSAGES = "messages";
  private static final JsonString SYSTEM = new JsonString("system");

  private VendorMessages() {}

  /** {@code request} for {@code vendor}; the very same where nothing has to be said otherwise. */
  static JsonObject write(Vendor vendor, JsonObject request) {
    JsonObject own = ForeignMembers.remove(vendor, ServerBlocks.remove(request));
    if (vendor.has(Vendor.Quirk.SYSTEM_ONLY)) {
      own = withSystemMessages(own);
    }
    if (vendor.has(Vendor.Quirk.EARLY_INSTRUCTIONS)) {
      own = EarlyInstructions.write(own);
    }
    if (vendor.has(Vendor.Quirk.DOCUMENT_URLS)) {
      own = DocumentParts.write(own);
    } else {
      own = FileNames.write(own);
    }
    if (vendor.has(Vendor.Quirk.ANSWERED_RESULTS)) {
      own = AnsweredResults.write(own);
    }
    if (vendor.has(Vendor.Quirk.FULL_TOOLS)) {
      own = FullTools.write(own);
    }
    if (vendor.has(Vendor.Quirk.FULL_SCHEMAS)) {
      own = FullTools.withProperties(own);
    }
    if (vendor.has(Vendor.Quirk.TEXT_RESULTS)) {
      own = ToolPictures.write(own);
    }
    return withCallIds(vendor, own);
  }

  private static JsonObject withCallIds(Vendor vendor, JsonObject request) {
    if (vendor.has(Vendor.Quirk.SHORT_CALL_IDS)) {
      return CallIdForm.NINE.write(request);
    }
    return vendor.has(Vendor.Quirk.BOUNDED_CALL_IDS) ? CallIdForm.UP_TO_40.write(request) : request;
  }

  private static JsonObject withSystemMessages(JsonObject request) {
    JsonArray messages = request.array(MESSAGES).orElse(JsonArray.of());
    if (messages.items().stream().noneMatch(VendorMessages::isDevelopers)) {
      return request;
    }
    List<JsonValue> written =
        messages.items().stream()
            .map(message ->
                isDevelopers(message) ? ((JsonObject) message).with("role", SYSTEM) : message)
            .toList();
    return request.with(MESSAGES, JsonArray.of(written));
  }

  private static boolean isDevelopers(JsonValue message) {
    return message instanceof JsonObject object
        && object.text("role").filter("developer"::equals).isPresent();
  }
}
