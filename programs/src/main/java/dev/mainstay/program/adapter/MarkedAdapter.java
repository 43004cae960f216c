package dev.mainstay.program.adapter;

import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.program.reader.FieldsReader;
import dev.mainstay.program.signature.AnswerForm;
import java.util.Map;

/** Answers are fields after header lines. */
final class MarkedAdapter extends Adapter {
  MarkedAdapter(Prompt prompt, boolean callsByText) {
    super(prompt, callsByText);
  }

  @Override
  public AnswerForm form() {
    return AnswerForm.MARKED;
  }

  @Override
  public FieldsReader reader() {
    return FieldsReader.marked(fields(), prompt.nonce());
  }

  @Override
  public String beginning() {
    return header(signature().outputs().getFirst().name());
  }

  @Override
  String form(Map<String, String> fields) {
    StringBuilder text =
        new StringBuilder(
            "Write each field behind its header, which stands alone on its line, in this order, and"
                + " the end mark last:\n\n");
    fields.forEach(
        (name, words) -> text.append(header(name)).append("\n{").append(name).append("}\n\n"));
    return text.append(end())
        .append(
            "\n\nWrite nothing else. The section of a field that is optional is left out where you"
                + " have nothing for it.\n")
        .toString();
  }

  @Override
  String reminder() {
    return "\nAnswer with the fields, beginning with the header "
        + beginning()
        + " and ending with "
        + end();
  }

  @Override
  String write(JsonObject output) {
    StringBuilder text = new StringBuilder();
    output.forEach((name, value) -> {
      if (value != JsonNull.NULL) {
        text.append(header(name)).append('\n').append(text(value)).append("\n\n");
      }
    });
    return text.append(end()).toString();
  }

  private String end() {
    return header(FieldsReader.END);
  }
}
