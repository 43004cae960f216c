package dev.mainstay.provider.openai;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.http.HttpHead;
import dev.mainstay.http.TransportException;
import dev.mainstay.provider.ProviderStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One attempt on the wire: its answer, plain or streamed, or its failure. */
final class OpenAiStream implements ProviderStream {
  // An error's body tells what it has to tell early; what is longer is cut.
  private static final int MAX_ERROR_BYTES = 1024 * 1024;
  private static final int FIRST_ERROR_STATUS = 400;

  private final Call call;
  private final AtomicReference<@Nullable Failure> cause = new AtomicReference<>();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private @Nullable Answer answer;
  private volatile @Nullable Step last;

  OpenAiStream(Call call) {
    this.call = call;
  }

  @Override
  public Step next() throws InterruptedException {
    Step known = last;
    if (known != null) {
      return known;
    }
    Step step = step();
    if (!(step instanceof Next)) {
      last = step;
    }
    return step;
  }

  @Override
  public void abort(Failure failure) {
    cause.compareAndSet(null, failure);
    call.exchange().abort(failure);
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    Answer read = answer;
    if (last instanceof End && read != null) {
      read.close();
    }
    call.exchange().close();
  }

  private Step step() throws InterruptedException {
    Failure aborted = cause.get();
    if (aborted != null) {
      return broken(aborted);
    }
    try {
      return read();
    } catch (TransportException e) {
      return broken(e.failure());
    } catch (InterruptedIOException e) {
      if (Thread.interrupted()) {
        throw interrupted();
      }
      return broken(connection(e));
    } catch (IOException e) {
      return broken(connection(e));
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (RuntimeException e) {
      return broken(
          new Failure.MalformedAnswer(FailureDetail.of("the answer cannot be read: " + e)));
    }
  }

  // Whatever breaks after the semantic end, the answer is whole.
  private Step broken(Failure failure) {
    Answer read = answer;
    return read != null && read.isWhole() ? new End() : new Broken(failure);
  }

  private static Failure connection(IOException e) {
    return new Failure.ConnectionFailed(FailureDetail.of("the connection broke: " + e));
  }

  private InterruptedException interrupted() {
    Failure failure =
        new Failure.Cancelled(FailureDetail.of("the thread that read the answer was interrupted"));
    abort(failure);
    last = new Broken(failure);
    return new InterruptedException(failure.message());
  }

  private Step read() throws IOException, InterruptedException {
    Answer read = answer;
    if (read != null) {
      return read.next();
    }
    HttpHead head = call.exchange().head();
    if (!head.isSuccess()) {
      return new Broken(failure(head));
    }
    Answer begun = call.isStream() ? streamed(head) : plain(head);
    answer = begun;
    return begun.next();
  }

  private Answer plain(HttpHead head) {
    return new PlainAnswer(call, head, call.exchange().body(), UnaryOperator.identity());
  }

  // Errors and pages come with any content type, so the first byte decides; no event begins like
  // that.
  private Answer streamed(HttpHead head) throws IOException {
    PeekedBody body = new PeekedBody(call.exchange().body());
    boolean isPlain =
        switch (body.first()) {
          case '{', '[', '<' -> true;
          case -1 -> !isEventStream(head);
          default -> false;
        };
    return isPlain
        ? new PlainAnswer(call, head, body, ChunkForm::of)
        : new StreamedAnswer(call, head, body);
  }

  private static boolean isEventStream(HttpHead head) {
    return head.headers()
        .first("content-type")
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
        .isPresent();
  }

  private Failure failure(HttpHead head) throws IOException {
    if (head.status() < FIRST_ERROR_STATUS) {
      return call.classifier().redirected(head);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      Bodies.readInto(body, call.exchange().body(), MAX_ERROR_BYTES);
    } catch (TransportException e) {
      // A status whose body broke off still tells; an attempt that was ended from outside does not.
      if (!(e.failure() instanceof Failure.ConnectionFailed)) {
        throw e;
      }
    }
    return call.classifier().ofAnswer(head, body.toByteArray());
  }
}
