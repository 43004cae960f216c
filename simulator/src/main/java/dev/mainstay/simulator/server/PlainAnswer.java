package dev.mainstay.simulator.server;

import dev.mainstay.simulator.dialect.Ask;
import dev.mainstay.simulator.dialect.Bytes;
import dev.mainstay.simulator.dialect.Lines;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Break;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault.Interrupted;
import dev.mainstay.simulator.script.Moment;
import dev.mainstay.simulator.script.Moment.AfterBytes;
import dev.mainstay.simulator.script.Moment.AfterEvents;
import dev.mainstay.simulator.script.Moment.InsideEvent;
import dev.mainstay.simulator.script.Moment.Mark;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer on its way out in one piece: the plain counterpart of {@link OutgoingStream}. */
final class PlainAnswer {
  private final ReplyPlace exchange;
  private final Wire wire;
  private final Heads heads;
  private final Ask ask;
  private final Answer answer;
  private final Lines lines;

  PlainAnswer(ReplyPlace exchange, Ask ask, Answer answer, Lines lines) {
    this.exchange = exchange;
    this.wire = exchange.wire();
    this.heads = new Heads(exchange);
    this.ask = ask;
    this.answer = answer;
    this.lines = lines;
  }

  Course play(@Nullable Interrupted interrupted) throws ClientLeft {
    wire.begin(exchange.isChunked(), answer.transfer());
    wire.pause(answer.timing().headAfter());
    if (interrupted == null) {
      return send(wholeBody());
    }
    if (interrupted.at() != Mark.BEFORE_HEAD) {
      return interrupt(interrupted);
    }
    Optional<Course> end = Cut.beforeHead(wire, interrupted.how());
    return end.isPresent() ? end.get() : send(wholeBody());
  }

  private Course interrupt(Interrupted interrupted) throws ClientLeft {
    Bytes body = wholeBody();
    int cut = cut(interrupted.at(), body.length());
    Break how = interrupted.how();
    return switch (how) {
      case Break.Reset reset -> cutAt(body, cut, how);
      case Break.HalfClose halfClose -> cutAt(body, cut, how);
      case Break.Close close -> cutAt(body, cut, how);
      case Break.End end -> send(body(said(interrupted.at()), false));
      case Break.Stall(var lasting) -> {
        sendPart(body, cut);
        wire.stall(lasting);
        wire.add(body.array(), cut, body.length());
        yield whole();
      }
      case Break.Drip drip -> drip(body, drip);
      case Break.Garbage garbage -> {
        byte[] bytes = Cut.bytes(garbage);
        yield send(new Bytes().add(body.array(), 0, cut).add(bytes));
      }
      case Break.WrongJson json -> {
        boolean isInside = cut > 0 && cut < body.length();
        int end = isInside ? cut : body.length() / 2;
        yield send(new Bytes().add(body.array(), 0, end));
      }
      case Break.ErrorEvent(ErrorBody error, boolean done) ->
          send(new Bytes().add(exchange.dialect().error(error).toBytes()));
    };
  }

  private Course cutAt(Bytes body, int cut, Break how) throws ClientLeft {
    sendPart(body, cut);
    return Cut.now(wire, how);
  }

  /** Sends the head at once, and its part of the body when the answer would have been ready. */
  private void sendPart(Bytes body, int cut) throws ClientLeft {
    heads.plain(body.length(), answer.transfer().headers());
    if (cut > 0) {
      waitUntilSaid();
      wire.add(body.array(), 0, cut);
    }
    wire.flush();
  }

  private Course drip(Bytes body, Break.Drip drip) throws ClientLeft {
    heads.plainInChunks(answer.transfer().headers());
    Cut.drip(wire, drip, Cut.BLANK_LINE);
    waitUntilSaid();
    wire.addChunk(body.array(), 0, body.length());
    wire.addEnd();
    return whole();
  }

  private Course send(Bytes body) throws ClientLeft {
    waitUntilSaid();
    heads.plain(body.length(), answer.transfer().headers());
    wire.add(body.array(), 0, body.length());
    return whole();
  }

  private Course whole() throws ClientLeft {
    wire.flush();
    return Course.WHOLE;
  }

  private void waitUntilSaid() throws ClientLeft {
    wire.pause(answer.timing().inAll(lines.size()));
  }

  private static int cut(Moment at, int length) {
    return switch (at) {
      case Mark mark ->
          switch (mark) {
            case BEFORE_HEAD, AFTER_HEAD -> 0;
            case BEFORE_FINISH -> length / 2;
            case AFTER_FINISH -> length;
          };
      case AfterEvents events -> length / 2;
      case InsideEvent event -> length / 2;
      case AfterBytes(int bytes) -> Math.min(bytes, length);
    };
  }

  /** How many output events a stream would have had by then. */
  private int said(Moment at) {
    return switch (at) {
      case Mark mark -> mark == Mark.BEFORE_HEAD || mark == Mark.AFTER_HEAD ? 0 : lines.size();
      case AfterEvents(int count) -> count;
      case InsideEvent(int number) -> number - 1;
      case AfterBytes bytes -> lines.size() / 2;
    };
  }

  private Bytes wholeBody() {
    return body(lines.size(), true);
  }

  private Bytes body(int said, boolean isFinished) {
    return exchange.dialect().body(exchange.identity(), ask, lines, said, isFinished);
  }
}
