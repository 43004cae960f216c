package dev.mainstay.program.adapter;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.program.reader.FieldsReader;
import dev.mainstay.program.signature.AnswerForm;
import java.util.Map;

/** Answers are one JSON object by a strict schema. */
final class JsonAdapter extends Adapter {
  JsonAdapter(Prompt prompt) {
    super(prompt, false);
  }

  @Override
  public AnswerForm form() {
    return AnswerForm.JSON;
  }

  @Override
  public FieldsReader reader() {
    return FieldsReader.json(fields());
  }

  // White space in it is anybody's choice.
  @Override
  public String beginning() {
    return "";
  }

  @Override
  public ChatRequest render(ChatRequest template) {
    ChatRequest request = super.render(template);
    return new ChatRequest(request.json().with("response_format", prompt.brief().format()));
  }

  @Override
  String form(Map<String, String> fields) {
    return "Your answer is one JSON object with the members "
        + String.join(", ", fields.keySet())
        + ", in this order, and nothing else. A member that is optional is null where you have"
        + " nothing for it.\n";
  }

  @Override
  String reminder() {
    return "\nAnswer with the JSON object.";
  }

  @Override
  String write(JsonObject output) {
    return output.toJson();
  }
}
