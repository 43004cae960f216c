package dev.mainstay.simulator.server;

import dev.mainstay.simulator.dialect.Dialect;
import dev.mainstay.simulator.dialect.Dialects;
import dev.mainstay.simulator.dialect.HttpRequest;
import dev.mainstay.simulator.dialect.Identity;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One client's connection: its requests are read and answered one after the other. */
final class Connection {
  private static final int MAX_IGNORED = 8 * RequestReader.MAX_BODY;

  private final long number;
  private final Wire wire;
  private final Dispatcher dispatcher;
  private final RequestLog log;
  private final TimeSource time;

  Connection(long number, Wire wire, Dispatcher dispatcher, RequestLog log, TimeSource time) {
    this.number = number;
    this.wire = wire;
    this.dispatcher = dispatcher;
    this.log = log;
    this.time = time;
  }

  /** Serves the client until one of the two ends the connection. */
  void serve() {
    try {
      serveAll();
    } catch (IOException e) {
      // The client left between two requests or inside one, which is its right.
    } finally {
      wire.close();
    }
  }

  private void serveAll() throws IOException {
    RequestReader reader = new RequestReader(wire);
    boolean goesOn = true;
    while (goesOn) {
      goesOn = serveNext(reader);
    }
  }

  private boolean serveNext(RequestReader reader) throws IOException {
    try {
      Optional<HttpRequest> request = reader.next();
      return request.isPresent() && answer(request.get());
    } catch (HttpException e) {
      refuse(e);
      return false;
    }
  }

  // It is recorded only when it is decided: who has seen it come may change the script.
  private boolean answer(HttpRequest request) throws IOException {
    Action action = dispatcher.decide(request);
    Received received = log.add(request, number);
    Course course = Course.CUT;
    Ending.Kind kind = Ending.Kind.BROKEN;
    try {
      course = action.play(exchange(received.number(), request));
      kind = course == Course.WHOLE ? Ending.Kind.ANSWERED : Ending.Kind.BROKEN;
    } catch (ClientLeft e) {
      kind = wire.isAborted() ? Ending.Kind.BROKEN : Ending.Kind.CLIENT_LEFT;
    } finally {
      log.ended(received, kind);
    }
    if (course == Course.HALF_CLOSED) {
      ignoreRest();
    }
    return course == Course.WHOLE && request.keepsAlive();
  }

  private ReplyPlace exchange(long requestNumber, HttpRequest request) {
    Identity identity = new Identity(requestNumber, time.now().getEpochSecond(), "");
    Dialect dialect = Dialects.of(request.path());
    return new ReplyPlace(wire, identity, dialect, request.is11(), request.keepsAlive(), List.of());
  }

  // Closing on a client that still speaks would reset the connection, and the answer with it.
  private void refuse(HttpException problem) throws IOException {
    ReplyPlace exchange =
        new ReplyPlace(
            wire,
            new Identity(0, time.now().getEpochSecond(), ""),
            Dialects.OPENAI,
            true,
            false,
            List.of());
    ErrorBody error = ErrorBody.of(problem.getMessage() + ".", "invalid_request_error");
    Prepared.give(exchange, Fault.status(problem.status()).error(error));
    wire.halfClose();
    ignoreRest();
  }

  private void ignoreRest() throws IOException {
    byte[] ignored = new byte[8192];
    int left = MAX_IGNORED;
    while (left > 0) {
      int count = wire.inbox().read(ignored, 0, ignored.length);
      left = count < 0 ? 0 : left - count;
    }
  }
}
