package dev.mainstay.simulator.server;

import dev.mainstay.simulator.dialect.Ask;
import dev.mainstay.simulator.dialect.Bytes;
import dev.mainstay.simulator.dialect.Lines;
import dev.mainstay.simulator.dialect.StreamEvents;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Break;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault.Interrupted;
import dev.mainstay.simulator.script.Moment;
import dev.mainstay.simulator.script.Moment.AfterBytes;
import dev.mainstay.simulator.script.Moment.AfterEvents;
import dev.mainstay.simulator.script.Moment.InsideEvent;
import dev.mainstay.simulator.script.Moment.Mark;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way out as a stream: an event for the role, one for each output, one for the
 * finish reason, then usage where it was asked for, then {@code [DONE]}.
 */
final class OutgoingStream {
  private final ReplyPlace exchange;
  private final Wire wire;
  private final Answer answer;
  private final StreamEvents events;
  private final Bytes event = new Bytes();
  private final int finish;
  private final int usage;
  private final int done;
  private final int count;
  private int sent;
  // What has yet to happen; null once it has.
  private @Nullable Interrupted pending;

  OutgoingStream(
      ReplyPlace exchange, Ask ask, Answer answer, Lines lines, @Nullable Interrupted pending) {
    this.exchange = exchange;
    this.wire = exchange.wire();
    this.answer = answer;
    this.pending = pending;
    events = exchange.dialect().events(exchange.identity(), ask, lines);
    finish = lines.size() + 1;
    usage = events.hasUsage() ? finish + 1 : finish;
    done = answer.transfer().done() ? usage + 1 : usage;
    count = done + 1;
  }

  Course play() throws ClientLeft {
    wire.begin(exchange.isChunked(), answer.transfer());
    wire.pause(answer.timing().headAfter());
    if (isDue(Mark.BEFORE_HEAD)) {
      Optional<Course> end = Cut.beforeHead(wire, take().how());
      if (end.isPresent()) {
        return end.get();
      }
    }
    new Heads(exchange).stream(answer.transfer().headers());
    for (int index = 0; index < count; index++) {
      Optional<Course> end = show(index);
      if (end.isPresent()) {
        return end.get();
      }
    }
    return close();
  }

  // What was to happen after the last byte happens before the body's end.
  private Course close() throws ClientLeft {
    event.clear();
    Optional<Course> end = pending == null ? Optional.empty() : interrupt(take().how(), 0);
    return end.isPresent() ? end.get() : finishBody();
  }

  private Optional<Course> show(int index) throws ClientLeft {
    if (isOutput(index)) {
      wire.pause(answer.timing().before(index));
    }
    render(index);
    deferDamageToNothing(index);
    int cut = pending == null ? -1 : cut(pending.at(), index);
    if (cut >= 0) {
      return interrupt(take().how(), cut);
    }
    sendFrom(0);
    if (index < count - 1) {
      wire.flush();
    }
    return Optional.empty();
  }

  private void render(int index) {
    event.clear();
    if (index == done && done > usage) {
      event.add(events.done());
    } else if (index == usage && usage > finish) {
      events.usage(event);
    } else if (index == 0) {
      events.begin(event);
    } else if (index == finish) {
      events.finish(event);
    } else {
      events.output(event, index);
    }
  }

  /**
   * How much of event {@code index} is sent before the moment comes; -1 where it does not come in
   * it.
   */
  private int cut(Moment at, int index) {
    return switch (at) {
      case Mark mark -> index == markedIndex(mark) ? 0 : -1;
      case AfterEvents(int events) -> index == Math.min(events + 1, finish) ? 0 : -1;
      case InsideEvent(int number) ->
          index == Math.min(number, finish) ? (number < finish ? event.length() / 2 : 0) : -1;
      case AfterBytes(int bytes) -> bytes < sent + event.length() ? bytes - sent : -1;
    };
  }

  private int markedIndex(Mark mark) {
    return switch (mark) {
      case BEFORE_HEAD, AFTER_HEAD -> 0;
      case BEFORE_FINISH -> finish;
      case AFTER_FINISH -> finish + 1;
    };
  }

  /** Lets it happen; the course taken where this was the end. */
  private Optional<Course> interrupt(Break how, int cut) throws ClientLeft {
    return switch (how) {
      case Break.Reset reset -> cutAt(cut, how);
      case Break.HalfClose halfClose -> cutAt(cut, how);
      case Break.Close close -> cutAt(cut, how);
      case Break.End(boolean saysDone) -> {
        closeEvent(cut);
        yield Optional.of(finishBody(saysDone));
      }
      case Break.Stall(var lasting) -> {
        send(0, cut);
        wire.stall(lasting);
        yield goOn(cut);
      }
      case Break.Drip drip -> {
        Cut.drip(wire, drip, events.keepAlive());
        yield goOn(cut);
      }
      case Break.Garbage garbage -> {
        send(0, cut);
        wire.addChunk(Cut.bytes(garbage));
        yield Optional.of(finishBody());
      }
      case Break.WrongJson json -> {
        closeEvent(cut == 0 ? event.length() / 2 : cut);
        wire.flush();
        yield Optional.empty();
      }
      case Break.ErrorEvent(ErrorBody error, boolean saysDone) -> {
        closeEvent(cut);
        wire.addChunk(events.error(error));
        yield Optional.of(finishBody(saysDone));
      }
    };
  }

  private Optional<Course> cutAt(int cut, Break how) throws ClientLeft {
    send(0, cut);
    return Optional.of(Cut.now(wire, how));
  }

  private Optional<Course> goOn(int cut) throws ClientLeft {
    sendFrom(cut);
    wire.flush();
    return Optional.empty();
  }

  /** Sends the event up to {@code cut}, and what makes that an event, if there is any of it. */
  private void closeEvent(int cut) {
    send(0, cut);
    if (cut > 0) {
      wire.addChunk(events.closing());
    }
  }

  private void sendFrom(int from) {
    send(from, event.length());
  }

  private void send(int from, int to) {
    wire.addChunk(event.array(), from, to);
    sent += to - from;
  }

  private Course finishBody(boolean saysDone) throws ClientLeft {
    if (saysDone) {
      wire.addChunk(events.done());
    }
    return finishBody();
  }

  private Course finishBody() throws ClientLeft {
    wire.addEnd();
    wire.flush();
    return Course.WHOLE;
  }

  // A dialect may have nothing to say at the beginning, or before a call's last piece.
  private void deferDamageToNothing(int index) {
    Interrupted due = pending;
    if (due != null
        && due.how() instanceof Break.WrongJson
        && event.length() == 0
        && cut(due.at(), index) == 0) {
      pending = due.at(new AfterEvents(index));
    }
  }

  private boolean isOutput(int index) {
    return index > 0 && index < finish;
  }

  private boolean isDue(Mark mark) {
    return pending != null && pending.at() == mark;
  }

  private Interrupted take() {
    Interrupted now = Objects.requireNonNull(pending);
    pending = null;
    return now;
  }
}
