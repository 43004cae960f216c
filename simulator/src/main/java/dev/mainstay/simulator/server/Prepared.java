package dev.mainstay.simulator.server;

import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.dialect.Ask;
import dev.mainstay.simulator.dialect.Dialect;
import dev.mainstay.simulator.dialect.Lines;
import dev.mainstay.simulator.dialect.Tokens;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault.Interrupted;
import dev.mainstay.simulator.script.Fault.Raw;
import dev.mainstay.simulator.script.Fault.Status;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Transfer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply ready to be given, with everything made beforehand that is the same for every request.
 */
final class Prepared {
  private final Reply reply;
  private final @Nullable Lines lines;

  private Prepared(Reply reply, @Nullable Lines lines) {
    this.reply = reply;
    this.lines = lines;
  }

  static Prepared of(Reply reply) {
    return switch (reply) {
      case Answer answer -> new Prepared(reply, linesOf(answer));
      case Interrupted interrupted -> new Prepared(reply, linesOf(interrupted.answer()));
      case Status status -> new Prepared(reply, null);
      case Raw raw -> new Prepared(reply, null);
    };
  }

  /** The name under which the answer goes out, where it is another than the one asked for. */
  String model(String asked) {
    String own =
        switch (reply) {
          case Answer answer -> answer.label().model();
          case Interrupted interrupted -> interrupted.answer().label().model();
          case Status status -> "";
          case Raw raw -> "";
        };
    return own.isEmpty() ? asked : own;
  }

  /** What {@code ask} and this reply to it take, as its usage tells. */
  Tokens tokens(Ask ask) {
    Tokens taken = taken(ask);
    return ask.isEmbedding() ? new Tokens(taken.input(), 0) : taken;
  }

  private Tokens taken(Ask ask) {
    return switch (reply) {
      case Answer answer -> said(ask, answer.to(ask.request()), answer).tokens(ask.bytes());
      case Interrupted interrupted -> {
        Answer answer = interrupted.answer();
        yield said(ask, answer.to(ask.request()), answer).tokens(ask.bytes());
      }
      case Status status -> new Tokens(ask.tokens().input(), 0);
      case Raw raw -> new Tokens(ask.tokens().input(), 0);
    };
  }

  Course give(ReplyPlace exchange, Ask ask) throws ClientLeft {
    return switch (reply) {
      case Answer answer -> give(exchange, ask, answer, null);
      case Interrupted interrupted -> give(exchange, ask, interrupted.answer(), interrupted);
      case Status status -> give(exchange, status);
      case Raw raw -> {
        exchange.wire().pause(raw.headAfter());
        yield give(exchange, raw.status(), raw.contentType(), raw.bytes(), raw.headers());
      }
    };
  }

  static Course give(ReplyPlace exchange, Status status) throws ClientLeft {
    exchange.wire().pause(status.headAfter());
    Dialect.ErrorAnswer refusal = exchange.dialect().errorAnswer(status);
    return giveJson(exchange, refusal.status(), refusal.body(), refusal.headers());
  }

  static Course giveJson(ReplyPlace exchange, int status, JsonObject body, List<Header> headers)
      throws ClientLeft {
    return give(exchange, status, "application/json", body.toBytes(), headers);
  }

  private static Course give(
      ReplyPlace exchange, int status, String contentType, byte[] body, List<Header> headers)
      throws ClientLeft {
    exchange.wire().begin(exchange.isChunked(), Transfer.USUAL);
    new Heads(exchange).any(status, contentType, body.length, headers);
    exchange.wire().add(body).flush();
    return Course.WHOLE;
  }

  private Course give(
      ReplyPlace exchange, Ask ask, Answer answer, @Nullable Interrupted interrupted)
      throws ClientLeft {
    Answer told = answer.to(ask.request());
    Lines said = said(ask, told, answer);
    return ask.isStream()
        ? new OutgoingStream(exchange, ask, told, said, interrupted).play()
        : new PlainAnswer(exchange, ask, told, said).play(interrupted);
  }

  private Lines said(Ask ask, Answer told, Answer answer) {
    return lines != null && told.equals(answer) ? lines : Lines.of(told, ask.lastWords());
  }

  private static @Nullable Lines linesOf(Answer answer) {
    return answer.speech().echo() ? null : Lines.of(answer, "");
  }
}
