package dev.mainstay.program.adapter;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.Message;
import dev.mainstay.model.ResponseFormat;
import dev.mainstay.model.Tool;
import dev.mainstay.program.reader.AnswerField;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.InputValues;
import dev.mainstay.program.signature.Signature;
import dev.mainstay.program.signature.ToolStep;
import dev.mainstay.schema.JsonShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What all prompts of a program have in common. Immutable; what it says is put into words once and
 * not for each call.
 */
public final class Brief {
  private static final AnswerField CALL =
      new AnswerField(ToolText.SECTION, JsonShape.of(String.class, "call").optional());

  private final Signature<?, ?> signature;
  private final String instructions;
  private final List<Demo> demos;
  private final List<Tool> tools;
  private final Nonces nonces;
  private final JsonObject format;
  private final List<AnswerField> fields;
  private final List<AnswerField> fieldsOrCall;
  private final Map<Opening, List<JsonObject>> openings = new ConcurrentHashMap<>();

  private record Opening(AnswerForm form, boolean callsByText) {}

  /**
   * A brief; the lists are copied.
   *
   * @param signature what is given and what is to be answered
   * @param instructions what to do; may be empty
   * @param demos examples, in order
   * @param tools what may be called on the way
   */
  public Brief(Signature<?, ?> signature, String instructions, List<Demo> demos, List<Tool> tools) {
    this.signature = signature;
    this.instructions = instructions;
    this.demos = List.copyOf(demos);
    this.tools = List.copyOf(tools);
    this.nonces = new Nonces(signature, instructions, demos);
    this.format = ResponseFormat.jsonSchema(signature.schemaName(), signature.schema()).json();
    this.fields =
        signature.outputs().stream()
            .map(field -> new AnswerField(field.name(), field.shape()))
            .toList();
    List<AnswerField> withCall = new ArrayList<>(fields);
    withCall.add(CALL);
    this.fieldsOrCall = List.copyOf(withCall);
  }

  /** The prompt of a first attempt. */
  public Prompt prompt(InputValues input) {
    return new Prompt(this, input, List.of(), List.of(), nonces.of(input));
  }

  /** {@code nonce}, or the next that no result of {@code steps} contains. */
  String nonce(InputValues input, List<ToolStep> steps, String nonce) {
    List<String> told =
        steps.stream().flatMap(step -> step.results().stream()).map(Message::text).toList();
    return told.stream().anyMatch(text -> text.contains(nonce)) ? nonces.of(input, told) : nonce;
  }

  Signature<?, ?> signature() {
    return signature;
  }

  String instructions() {
    return instructions;
  }

  List<Demo> demos() {
    return demos;
  }

  List<Tool> tools() {
    return tools;
  }

  /** The schema of the answer, as a request has it. */
  JsonObject format() {
    return format;
  }

  /** What an answer may have. */
  List<AnswerField> fields(boolean callsByText) {
    return callsByText ? fieldsOrCall : fields;
  }

  /** The messages ahead of the input's, which are alike for all inputs with the usual nonce. */
  List<JsonObject> opening(Adapter adapter, Supplier<List<Message>> messages) {
    return adapter.prompt.nonce().equals(nonces.usual())
        ? openings.computeIfAbsent(
            new Opening(adapter.form(), adapter.callsByText), kind -> json(messages.get()))
        : json(messages.get());
  }

  private static List<JsonObject> json(List<Message> messages) {
    return messages.stream().map(Message::json).toList();
  }
}
