package dev.mainstay.simulator.script;

import dev.mainstay.simulator.script.Fault.Interrupted;
import dev.mainstay.simulator.script.Fault.Raw;
import dev.mainstay.simulator.script.Fault.Status;
import dev.mainstay.simulator.script.Moment.AfterBytes;
import dev.mainstay.simulator.script.Moment.AfterEvents;
import dev.mainstay.simulator.script.Moment.InsideEvent;
import dev.mainstay.simulator.script.Moment.Mark;
import java.time.Duration;
import java.util.Optional;

/** Writes one step as the members of a YAML mapping: {@code status: 429, retry-after: 1s}. */
final class StepWriter {
  private final YamlMembers members = new YamlMembers();

  private StepWriter() {}

  static String members(Reply reply) {
    StepWriter writer = new StepWriter();
    switch (reply) {
      case Answer answer -> AnswerStepWriter.writeAlone(answer, writer.members);
      case Status status -> writer.status(status);
      case Raw raw -> writer.raw(raw);
      case Interrupted interrupted -> writer.interrupted(interrupted);
    }
    return writer.members.toString();
  }

  private void status(Status status) {
    members.put("status", Integer.toString(status.status()));
    ErrorBody usual = ErrorBody.ofStatus(status.status());
    ErrorBody error = status.error();
    if (!error.message().equals(usual.message())) {
      members.text("message", error.message());
    }
    if (!error.type().equals(usual.type())) {
      members.text("type", error.type());
    }
    if (!error.param().equals(usual.param())) {
      members.textOrNull("param", error.param());
    }
    if (!error.code().equals(usual.code())) {
      members.textOrNull("code", error.code());
    }
    headers(status);
    members.wait("head-after", status.headAfter(), Duration.ZERO);
  }

  private void headers(Status status) {
    Optional<Duration> wait = RetryHint.lastOf(status.headers());
    int others = status.headers().size() - (wait.isPresent() ? 2 : 0);
    members.headers(status.headers().subList(0, others));
    wait.ifPresent(hint -> members.put("retry-after", YamlDuration.format(hint)));
  }

  private void raw(Raw raw) {
    members.text("body", raw.body());
    members.text("content-type", raw.contentType());
    members.put("status", Integer.toString(raw.status()));
    members.headers(raw.headers());
    members.wait("head-after", raw.headAfter(), Duration.ZERO);
  }

  private void interrupted(Interrupted interrupted) {
    how(interrupted.how());
    where(interrupted.at());
    AnswerStepWriter.write(interrupted.answer(), members);
  }

  private void how(Break how) {
    switch (how) {
      case Break.Reset reset -> members.put("break", "reset");
      case Break.HalfClose halfClose -> members.put("break", "half-close");
      case Break.Close close -> members.put("break", "close");
      case Break.End(boolean done) -> members.put("break", done ? "done" : "end");
      case Break.WrongJson json -> members.put("break", "wrong-json");
      case Break.Stall(Duration lasting) -> {
        members.put("break", "stall");
        members.wait("for", lasting, Break.FOREVER);
      }
      case Break.Drip(Duration every, Duration lasting) -> {
        members.put("break", "drip");
        members.put("every", YamlDuration.format(every));
        members.wait("for", lasting, Break.FOREVER);
      }
      case Break.Garbage(int bytes, long seed) -> {
        members.put("break", "garbage");
        members.put("bytes", Integer.toString(bytes));
        members.put("seed", Long.toString(seed));
      }
      case Break.ErrorEvent(ErrorBody error, boolean done) -> {
        members.put("break", done ? "error-then-done" : "error");
        members.put("error", error(error));
      }
    }
  }

  private void where(Moment at) {
    switch (at) {
      case Mark mark -> {
        switch (mark) {
          case BEFORE_HEAD -> members.put("before", "head");
          case AFTER_HEAD -> members.put("after", "head");
          case BEFORE_FINISH -> members.put("before", "finish");
          case AFTER_FINISH -> members.put("after", "finish");
        }
      }
      case AfterEvents(int count) -> members.put("after", Integer.toString(count));
      case InsideEvent(int number) -> members.put("inside", Integer.toString(number));
      case AfterBytes(int count) -> members.put("after-bytes", Integer.toString(count));
    }
  }

  private static String error(ErrorBody error) {
    YamlMembers members = new YamlMembers();
    members.text("message", error.message());
    members.text("type", error.type());
    error.param().ifPresent(param -> members.text("param", param));
    error.code().ifPresent(code -> members.text("code", code));
    return "{" + members + "}";
  }
}
