package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ToolCall;
import dev.mainstay.simulator.script.Speech;
import dev.mainstay.simulator.words.StandardText;
import java.util.ArrayList;
import java.util.List;

/** One event of an answer that carries output. */
sealed interface Output {
  record Text(String text) implements Output {}

  record Reasoning(String text) implements Output {}

  record Refusal(String text) implements Output {}

  /** A piece of the call number {@code index}; the first piece has its id and name. */
  record Calling(int index, ToolCall call, boolean first, String arguments) implements Output {}

  /** All that {@code speech} says, in order; {@code asked} is what an echo repeats. */
  static List<Output> of(Speech speech, String asked) {
    List<Output> outputs = new ArrayList<>();
    speech.reasoning().forEach(piece -> outputs.add(new Reasoning(piece)));
    List<String> pieces = speech.echo() ? StandardText.words(asked) : speech.pieces();
    pieces.forEach(piece -> outputs.add(new Text(piece)));
    if (!speech.refusal().isEmpty()) {
      outputs.add(new Refusal(speech.refusal()));
    }
    for (int i = 0; i < speech.calls().size(); i++) {
      addCall(outputs, i, speech.calls().get(i), speech.toolPieces());
    }
    return outputs;
  }

  /** The {@code delta} of this event's chunk. */
  default JsonObject delta() {
    return switch (this) {
      case Text(String text) -> delta("content", text);
      case Reasoning(String text) -> delta("reasoning_content", text);
      case Refusal(String text) -> delta("refusal", text);
      case Calling calling -> JsonObject.of("tool_calls", JsonArray.of(callDelta(calling)));
    };
  }

  private static void addCall(List<Output> outputs, int index, ToolCall call, int pieceSize) {
    String arguments = call.arguments();
    if (pieceSize == 0) {
      outputs.add(new Calling(index, call, true, arguments));
      return;
    }
    outputs.add(new Calling(index, call, true, ""));
    int from = 0;
    while (from < arguments.length()) {
      int to = endOfPiece(arguments, from, pieceSize);
      outputs.add(new Calling(index, call, false, arguments.substring(from, to)));
      from = to;
    }
  }

  // Half of a surrogate pair has no form in UTF-8.
  private static int endOfPiece(String text, int from, int size) {
    int to = Math.min(text.length(), from + size);
    boolean splitsPair = to < text.length() && Character.isLowSurrogate(text.charAt(to));
    return splitsPair ? to + 1 : to;
  }

  private static JsonObject delta(String name, String text) {
    return JsonObject.builder().put(name, text).build();
  }

  private static JsonObject callDelta(Calling calling) {
    JsonObjectBuilder delta = JsonObject.builder().put("index", calling.index());
    JsonObjectBuilder function = JsonObject.builder();
    if (calling.first()) {
      delta.put("id", calling.call().id()).put("type", "function");
      function.put("name", calling.call().name());
    }
    function.put("arguments", calling.arguments());
    return delta.put("function", function.build()).build();
  }
}
