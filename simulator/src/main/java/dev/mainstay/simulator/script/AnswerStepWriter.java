package dev.mainstay.simulator.script;

import dev.mainstay.model.ToolCall;
import dev.mainstay.simulator.words.StandardText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes an answer: only what differs from the standard answer, or else from one that says nothing.
 */
final class AnswerStepWriter {
  private final Answer answer;
  private final YamlMembers members;

  private AnswerStepWriter(Answer answer, YamlMembers members) {
    this.answer = answer;
    this.members = members;
  }

  /** Writes an answer into a step that is nothing else. */
  static void writeAlone(Answer answer, YamlMembers members) {
    if (isStandard(answer.speech())) {
      members.put("standard", "true");
    }
    write(answer, members);
  }

  /** Writes an answer into a step that interrupts it. */
  static void write(Answer answer, YamlMembers members) {
    AnswerStepWriter writer = new AnswerStepWriter(answer, members);
    boolean isStandard = isStandard(answer.speech());
    if (!isStandard) {
      writer.content();
    }
    if (answer.continues()) {
      members.put("continues", "true");
    }
    writer.label();
    writer.timing(isStandard ? Answer.standard().timing() : Timing.IMMEDIATE);
    writer.transfer();
  }

  private static boolean isStandard(Speech speech) {
    return speech.pieces().equals(Answer.standard().speech().pieces())
        && speech.reasoning().isEmpty()
        && speech.refusal().isEmpty()
        && speech.calls().isEmpty();
  }

  private void content() {
    Speech speech = answer.speech();
    if (speech.echo()) {
      members.put("echo", "true");
    } else {
      pieces("answer", speech.pieces());
    }
    if (!speech.reasoning().isEmpty()) {
      pieces("reasoning", speech.reasoning());
    }
    if (!speech.refusal().isEmpty()) {
      members.text("refusal", speech.refusal());
    }
    if (!speech.calls().isEmpty()) {
      members.put(
          "tools",
          speech.calls().stream()
              .map(AnswerStepWriter::call)
              .collect(Collectors.joining(", ", "[", "]")));
    }
  }

  private void label() {
    int toolPieces = answer.speech().toolPieces();
    if (toolPieces != Speech.SILENCE.toolPieces()) {
      members.put("tool-pieces", Integer.toString(toolPieces));
    }
    Label label = answer.label();
    if (!label.finish().isEmpty()) {
      members.text("finish", label.finish());
    }
    if (!label.model().isEmpty()) {
      members.text("model", label.model());
    }
    if (label.promptTokens() >= 0) {
      String prompt = "prompt: " + label.promptTokens();
      members.put("usage", "{" + prompt + ", completion: " + label.completionTokens() + "}");
    }
  }

  private void timing(Timing usual) {
    members.wait("head-after", answer.timing().headAfter(), usual.headAfter());
    members.wait("first-after", answer.timing().firstAfter(), usual.firstAfter());
    members.wait("pace", answer.timing().pace(), usual.pace());
  }

  private void transfer() {
    Transfer transfer = answer.transfer();
    if (transfer.writesOf() > 0 || transfer.writesApart().isPositive()) {
      members.put("writes-of", Integer.toString(transfer.writesOf()));
    }
    members.wait("writes-apart", transfer.writesApart(), Duration.ZERO);
    if (!transfer.done()) {
      members.put("done", "false");
    }
    members.headers(transfer.headers());
  }

  private void pieces(String name, List<String> pieces) {
    String whole = String.join("", pieces);
    if (StandardText.words(whole).equals(pieces)) {
      members.text(name, whole);
    } else {
      members.put(name, YamlText.list(pieces));
    }
  }

  private static String call(ToolCall call) {
    YamlMembers members = new YamlMembers();
    members.text("id", call.id());
    members.text("name", call.name());
    members.text("arguments", call.arguments());
    return "{" + members + "}";
  }
}
