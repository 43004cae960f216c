package dev.mainstay.temporal;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import java.util.Optional;
import java.util.Set;

/**
 * What a program's activity is asked to do.
 *
 * @param program its name in the worker
 * @param input what it is given
 * @param field which of its fields goes to the sink as it comes; nothing for none
 * @param call how it is to be made; its request is empty
 */
record ProgramTask(String program, JsonObject input, Optional<String> field, ChatTask call) {
  /** What a streamed answer tells of its sink, beside its own names. */
  static final String SINK_FAILURE = "mainstay_sink_failure";

  JsonObject json() {
    JsonObjectBuilder json =
        JsonObject.builder().put("program", program).put("input", input).put("call", call.json());
    field.ifPresent(name -> json.put("field", name));
    return json.build();
  }

  /** What is asked, however it is to be made. */
  JsonObject question() {
    return json().without(Set.of("call"));
  }

  static ProgramTask of(JsonObject json) {
    return new ProgramTask(
        json.text("program").orElse(""),
        json.object("input").orElse(JsonObject.empty()),
        json.text("field"),
        ChatTask.of(json.object("call").orElse(JsonObject.empty())));
  }

  /** How the call is made for a program whose models are {@code model}. */
  ChatTask callOf(String model) {
    ChatRequest bare = new ChatRequest(JsonObject.of("model", new JsonString(model)));
    return new ChatTask(
        bare,
        Optional.empty(),
        call.policy(),
        call.temporalAttempts(),
        call.sink(),
        call.messageId());
  }
}
