package dev.mainstay.simulator.script;

import dev.mainstay.simulator.script.Fault.Interrupted;
import dev.mainstay.simulator.script.Moment.Mark;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads a step that interrupts an answer. */
final class BreakReader {
  static final Set<String> KEYS =
      Set.of(
          "break",
          "before",
          "after",
          "inside",
          "after-bytes",
          "for",
          "every",
          "bytes",
          "seed",
          "error");

  private static final Set<String> MOMENTS = Set.of("before", "after", "inside", "after-bytes");
  private static final Set<String> DETAILS = Set.of("for", "every", "bytes", "seed", "error");

  private BreakReader() {}

  static Interrupted read(YamlMap step) {
    Interrupted usual = usual(step);
    Interrupted placed = step.node().make(() -> place(usual, step));
    return placed.of(AnswerStepReader.read(step));
  }

  private static Interrupted usual(YamlMap step) {
    YamlNode name = step.require("break");
    return switch (name.text()) {
      case "reset" -> of(step, Fault.reset());
      case "half-close" -> of(step, Fault.halfClose());
      case "close" -> of(step, Fault.close());
      case "end" -> of(step, Fault.end());
      case "done" -> of(step, Fault.done());
      case "wrong-json" -> of(step, Fault.wrongJson());
      case "stall" -> of(step, name.make(() -> Fault.stall(lasting(step))), "for");
      case "drip" ->
          of(step, name.make(() -> Fault.drip(every(step), lasting(step))), "for", "every");
      case "garbage" -> of(step, name.make(() -> garbage(step)), "bytes", "seed");
      case "error" -> of(step, Fault.error(error(step)), "error");
      case "error-then-done" -> of(step, Fault.errorThenDone(error(step)), "error");
      default ->
          throw name.error(
              "'"
                  + name.text()
                  + "' is not a break; use one of reset, half-close, close, end, done, stall, drip, garbage,"
                  + " wrong-json, error, error-then-done");
    };
  }

  /** Passes {@code fault} on if {@code step} has no details but these. */
  private static Interrupted of(YamlMap step, Interrupted fault, String... details) {
    Set<String> allowed = Set.of(details);
    for (String detail : DETAILS) {
      if (step.has(detail) && !allowed.contains(detail)) {
        throw step.require(detail)
            .error(
                "'" + step.require("break").text() + "' takes no '" + detail + "'; leave it out");
      }
    }
    return fault;
  }

  private static Duration lasting(YamlMap step) {
    return step.get("for").map(YamlNode::duration).orElse(Break.FOREVER);
  }

  private static Duration every(YamlMap step) {
    return step.require("every").duration();
  }

  private static Interrupted garbage(YamlMap step) {
    int bytes = step.get("bytes").map(YamlNode::number).orElse(64);
    return Fault.garbage(bytes, step.get("seed").map(YamlNode::longNumber).orElse(1L));
  }

  private static ErrorBody error(YamlMap step) {
    return StepReader.error(step.require("error"));
  }

  private static Interrupted place(Interrupted usual, YamlMap step) {
    Optional<String> key = step.one(MOMENTS);
    if (key.isEmpty()) {
      return usual;
    }
    YamlNode value = step.require(key.get());
    return switch (key.get()) {
      case "before" -> usual.at(before(value));
      case "inside" -> usual.inside(value.number());
      case "after-bytes" -> usual.afterBytes(value.number());
      default -> usual.at(after(value));
    };
  }

  private static Mark before(YamlNode value) {
    return switch (value.text()) {
      case "head" -> Mark.BEFORE_HEAD;
      case "finish" -> Mark.BEFORE_FINISH;
      default -> throw value.error("'before' what? Write 'head' or 'finish'");
    };
  }

  private static Moment after(YamlNode value) {
    return switch (value.text()) {
      case "head" -> Mark.AFTER_HEAD;
      case "finish" -> Mark.AFTER_FINISH;
      default -> new Moment.AfterEvents(value.number());
    };
  }
}
