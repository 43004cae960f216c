package dev.mainstay.simulator.script;

import dev.mainstay.model.ToolCall;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.words.StandardText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the part of a step that is an answer. */
final class AnswerStepReader {
  static final Set<String> KEYS =
      Set.of(
          "answer",
          "words",
          "echo",
          "standard",
          "continues",
          "reasoning",
          "refusal",
          "tools",
          "tool-pieces",
          "finish",
          "usage",
          "model",
          "head-after",
          "first-after",
          "pace",
          "writes-of",
          "writes-apart",
          "done",
          "headers");

  private static final Set<String> TEXT = Set.of("answer", "words", "echo", "standard");
  private static final Set<String> CONTENT =
      Set.of("answer", "words", "echo", "reasoning", "refusal", "tools");

  private AnswerStepReader() {}

  static Answer read(YamlMap step) {
    return step.node().make(() -> transferred(timed(labelled(spoken(step), step), step), step));
  }

  private static Answer spoken(YamlMap step) {
    Answer answer = text(step);
    Speech speech = answer.speech();
    if (step.has("reasoning")) {
      speech = speech.withReasoning(pieces(step.require("reasoning")));
    }
    if (step.has("refusal")) {
      speech = speech.withRefusal(step.require("refusal").text());
    }
    if (step.has("tools")) {
      speech = speech.withCalls(calls(step.require("tools")));
    }
    if (step.has("tool-pieces")) {
      speech = speech.withToolPieces(step.require("tool-pieces").number());
    }
    Answer spoken = answer.with(speech);
    return step.has("continues") && step.require("continues").flag() ? spoken.continuing() : spoken;
  }

  private static Answer labelled(Answer answer, YamlMap step) {
    Answer labelled = answer;
    if (step.has("finish")) {
      labelled = labelled.finish(step.require("finish").text());
    }
    if (step.has("model")) {
      labelled = labelled.model(step.require("model").text());
    }
    return step.has("usage") ? usage(labelled, step.require("usage")) : labelled;
  }

  private static Answer usage(Answer answer, YamlNode value) {
    YamlMap usage = value.map("a usage");
    usage.requireOnly(Set.of("prompt", "completion"));
    return answer.usage(usage.require("prompt").number(), usage.require("completion").number());
  }

  private static Answer text(YamlMap step) {
    Optional<String> key = step.one(TEXT);
    if (key.isEmpty()) {
      return step.hasAny(CONTENT) ? Answer.pieces() : Answer.standard();
    }
    YamlNode value = step.require(key.get());
    return switch (key.get()) {
      case "words" -> words(value);
      case "echo" -> requireTrue(value, Answer.echo());
      case "standard" -> requireTrue(value, Answer.standard());
      default -> Answer.pieces(pieces(value).toArray(String[]::new));
    };
  }

  private static Answer requireTrue(YamlNode value, Answer answer) {
    if (!value.flag()) {
      throw value.error("write true, or leave it out");
    }
    return answer;
  }

  private static Answer words(YamlNode value) {
    if (!value.isMap()) {
      return Answer.words(value.number(), 1);
    }
    YamlMap words = value.map("'words'");
    words.requireOnly(Set.of("count", "seed"));
    long seed = words.get("seed").map(YamlNode::longNumber).orElse(1L);
    return Answer.words(words.require("count").number(), seed);
  }

  /** A list is the pieces themselves; text is cut into words. */
  private static List<String> pieces(YamlNode value) {
    return value.isList() ? value.texts() : StandardText.words(value.text());
  }

  private static List<ToolCall> calls(YamlNode list) {
    List<ToolCall> calls = new ArrayList<>();
    for (YamlNode item : list.list()) {
      YamlMap call = item.map("a tool call");
      call.requireOnly(Set.of("id", "name", "arguments"));
      String id = call.get("id").map(YamlNode::text).orElse("call_" + (calls.size() + 1));
      String arguments = call.get("arguments").map(YamlNode::text).orElse("{}");
      calls.add(new ToolCall(id, call.require("name").text(), arguments));
    }
    return calls;
  }

  private static Answer timed(Answer answer, YamlMap step) {
    Answer timed = answer;
    if (step.has("head-after")) {
      timed = timed.headAfter(step.require("head-after").duration());
    }
    if (step.has("first-after")) {
      timed = timed.firstAfter(step.require("first-after").duration());
    }
    return step.has("pace") ? timed.pace(step.require("pace").duration()) : timed;
  }

  private static Answer transferred(Answer answer, YamlMap step) {
    Answer sent = answer;
    if (step.has("writes-of") || step.has("writes-apart")) {
      Duration apart = step.get("writes-apart").map(YamlNode::duration).orElse(Duration.ZERO);
      sent = sent.writesOf(step.require("writes-of").number(), apart);
    }
    if (step.has("done") && !step.require("done").flag()) {
      sent = sent.withoutDone();
    }
    for (Header header : step.get("headers").map(StepReader::headers).orElse(List.of())) {
      sent = sent.header(header.name(), header.value());
    }
    return sent;
  }
}
