package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ToolCall;
import dev.mainstay.simulator.dialect.Output.Calling;
import dev.mainstay.simulator.dialect.Output.Reasoning;
import dev.mainstay.simulator.dialect.Output.Refusal;
import dev.mainstay.simulator.dialect.Output.Text;
import dev.mainstay.simulator.script.Answer;
import java.util.List;

/**
 * What an answer says, as the JSON of its events and of its message. That of the events is made
 * once for all requests that get the answer.
 */
public final class Lines {
  private final Answer answer;
  private final List<Output> outputs;
  private final byte[][] deltas;

  private Lines(Answer answer, List<Output> outputs) {
    this.answer = answer;
    this.outputs = outputs;
    this.deltas = outputs.stream().map(o -> o.delta().toBytes()).toArray(byte[][]::new);
  }

  public static Lines of(Answer answer, String asked) {
    return new Lines(answer, Output.of(answer.speech(), asked));
  }

  /** How many events carry output. */
  public int size() {
    return deltas.length;
  }

  /** Output event {@code number}, from 1. */
  Output output(int number) {
    return outputs.get(number - 1);
  }

  /** The text, or the refusal, after {@code count} output events. */
  String text(int count) {
    List<Output> said = said(count);
    return textOf(said) + refusalOf(said);
  }

  /** The reasoning after {@code count} output events. */
  String reasoning(int count) {
    return reasoningOf(said(count));
  }

  /** The tool calls after {@code count} output events. */
  List<ToolCall> calls(int count) {
    List<Output> said = said(count);
    return said.stream()
        .filter(output -> output instanceof Calling calling && calling.first())
        .map(output -> whole((Calling) output, said))
        .toList();
  }

  /** Whether output event {@code number}, a piece of a call, is the last of it. */
  boolean isLastOfCall(int number) {
    return number == size()
        || !(output(number + 1) instanceof Calling next)
        || next.index() != ((Calling) output(number)).index();
  }

  /** The delta of output event {@code number}, from 1. */
  byte[] delta(int number) {
    return deltas[number - 1];
  }

  /** The message as it is after {@code count} output events. */
  byte[] message(int count) {
    List<Output> said = said(count);
    JsonObjectBuilder message = JsonObject.builder().put("role", "assistant");
    String text = textOf(said);
    boolean hasText = !text.isEmpty() || answer.speech().calls().isEmpty();
    message.put("content", hasText ? new JsonString(text) : JsonNull.NULL);
    String refusal = refusalOf(said);
    message.put("refusal", refusal.isEmpty() ? JsonNull.NULL : new JsonString(refusal));
    String reasoning = reasoningOf(said);
    if (!reasoning.isEmpty()) {
      message.put("reasoning_content", reasoning);
    }
    List<JsonObject> calls = calls(count).stream().map(Lines::call).toList();
    if (!calls.isEmpty()) {
      message.put("tool_calls", JsonArray.of(calls));
    }
    return message.build().toBytes();
  }

  String finishReason() {
    String own = answer.label().finish();
    if (!own.isEmpty()) {
      return own;
    }
    return answer.speech().calls().isEmpty() ? "stop" : "tool_calls";
  }

  /** The usage told for a request of {@code requestBytes}. */
  byte[] usage(int requestBytes) {
    int prompt = promptTokens(requestBytes);
    int completion = completionTokens();
    JsonObjectBuilder usage =
        JsonObject.builder()
            .put("prompt_tokens", prompt)
            .put("completion_tokens", completion)
            .put("total_tokens", (long) prompt + completion);
    int reasoning = Math.min(completion, reasoningTokens());
    if (reasoning > 0) {
      usage.put(
          "completion_tokens_details",
          JsonObject.builder().put("reasoning_tokens", reasoning).build());
    }
    return usage.build().toBytes();
  }

  /** The tokens of a request of {@code requestBytes}. */
  int promptTokens(int requestBytes) {
    int own = answer.label().promptTokens();
    return own < 0 ? 1 + requestBytes / 4 : own;
  }

  /** The tokens of the answer. */
  int completionTokens() {
    int own = answer.label().completionTokens();
    return own < 0 ? size() : own;
  }

  /** What the usage of a request of {@code requestBytes} tells. */
  public Tokens tokens(int requestBytes) {
    return new Tokens(promptTokens(requestBytes), completionTokens());
  }

  /** Those of them that were thought. */
  int reasoningTokens() {
    return answer.speech().reasoning().size();
  }

  private List<Output> said(int count) {
    return outputs.subList(0, Math.min(count, outputs.size()));
  }

  private static String textOf(List<Output> said) {
    StringBuilder all = new StringBuilder();
    for (Output output : said) {
      if (output instanceof Text(String text)) {
        all.append(text);
      }
    }
    return all.toString();
  }

  private static String reasoningOf(List<Output> said) {
    StringBuilder all = new StringBuilder();
    for (Output output : said) {
      if (output instanceof Reasoning(String text)) {
        all.append(text);
      }
    }
    return all.toString();
  }

  private static String refusalOf(List<Output> said) {
    for (Output output : said) {
      if (output instanceof Refusal(String text)) {
        return text;
      }
    }
    return "";
  }

  private static ToolCall whole(Calling opening, List<Output> said) {
    StringBuilder arguments = new StringBuilder();
    for (Output output : said) {
      if (output instanceof Calling calling && calling.index() == opening.index()) {
        arguments.append(calling.arguments());
      }
    }
    return new ToolCall(opening.call().id(), opening.call().name(), arguments.toString());
  }

  private static JsonObject call(ToolCall call) {
    return JsonObject.builder()
        .put("id", call.id())
        .put("type", "function")
        .put(
            "function",
            JsonObject.builder()
                .put("name", call.name())
                .put("arguments", call.arguments())
                .build())
        .build();
  }
}
