package dev.mainstay.provider.openai;

import dev.mainstay.http.Exchange;
import dev.mainstay.http.HttpHead;
import dev.mainstay.provider.wire.AnswerBody;
import dev.mainstay.provider.wire.Classifier;
import dev.mainstay.provider.wire.PeekedBody;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * One attempt.
 *
 * @param exchange carries it
 * @param isStream whether a stream was asked for
 * @param choices how many choices were asked for
 * @param hidesUsage whether a stream's usage chunk was asked for by us alone
 * @param classifier knows its errors
 * @param time bounds what is read after the answer's end
 */
record Call(
    Exchange exchange,
    boolean isStream,
    int choices,
    boolean hidesUsage,
    Classifier classifier,
    TimeSource time) {

  /** Reads a 200's body, by what was asked for and by what it begins with. */
  AnswerBody open(HttpHead head, InputStream body) throws IOException {
    return isStream
        ? streamed(head, body)
        : new PlainAnswer(this, head, body, UnaryOperator.identity());
  }

  // Errors and pages come with any content type, so the first byte decides; no event begins like
  // that.
  private AnswerBody streamed(HttpHead head, InputStream in) throws IOException {
    PeekedBody body = new PeekedBody(in);
    boolean isPlain =
        switch (body.first()) {
          case '{', '[', '<' -> true;
          case -1 -> !isEventStream(head);
          default -> false;
        };
    return isPlain
        ? new PlainAnswer(this, head, body, ChunkForm::of)
        : new StreamedAnswer(this, head, body);
  }

  private static boolean isEventStream(HttpHead head) {
    return head.headers()
        .first("content-type")
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
        .isPresent();
  }
}
