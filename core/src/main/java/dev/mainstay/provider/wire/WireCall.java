package dev.mainstay.provider.wire;

import dev.mainstay.http.EventReader;
import dev.mainstay.http.SseReader;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * One request on the wire, whatever its dialect, and the ways in which the body of its 200 is read.
 *
 * @param exchange carries it
 * @param classifier tells its errors apart
 * @param time bounds what is read after the answer's end
 */
public record WireCall(Exchange exchange, Classifier classifier, TimeSource time) {

  /**
   * One request to {@code deployment}, with its credential's proof where it has one; nothing is
   * sent yet.
   */
  public static WireCall of(
      Transport transport, Deployment deployment, HttpCall request, TimeSource time) {
    return new WireCall(
        ProvenExchange.of(transport, deployment, request),
        new Classifier(Secrets.scrubber(deployment), time),
        time);
  }

  /** The attempt that this is, with the body of a 200 read by {@code opening}. */
  public WireStream stream(WireStream.Opening opening) {
    return new WireStream(exchange, classifier, time, opening);
  }

  /** A body that is one JSON object. */
  public AnswerBody plain(HttpHead head, InputStream body, AnswerDecoder decoder) {
    return new PlainBody(this, head, body, decoder);
  }

  /** A body of events, in whatever framing. */
  public AnswerBody streamed(HttpHead head, EventReader events, EventDecoder decoder) {
    return new StreamedBody(this, head, events, decoder);
  }

  /**
   * A body that should be server-sent events, but may be one JSON object instead, an error or an
   * answer from a server that does not stream.
   */
  public AnswerBody serverSentEvents(
      HttpHead head, InputStream in, EventDecoder decoder, AnswerDecoder plain) throws IOException {
    // Errors and pages come with any content type, so the first byte decides: no event begins so.
    PeekedBody body = new PeekedBody(in);
    boolean isPlain =
        switch (body.first()) {
          case '{', '[', '<' -> true;
          case -1 -> !isEventStream(head);
          default -> false;
        };
    return isPlain ? plain(head, body, plain) : streamed(head, new SseReader(body), decoder);
  }

  private static boolean isEventStream(HttpHead head) {
    return head.headers()
        .first("content-type")
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
        .isPresent();
  }
}
