package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.http.LimitHeaders;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ToldLimit;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on the wire, whatever its dialect: the request is sent at the first {@link #next()},
 * an error's status and body are classified, a 200's body is read by its dialect.
 */
public final class WireStream implements ProviderStream {
  // An error's body tells what it has to tell early; what is longer is cut.
  private static final int MAX_ERROR_BYTES = 1024 * 1024;
  private static final int FIRST_ERROR_STATUS = 400;
  private static final Set<Integer> REDIRECTS = Set.of(300, 301, 302, 303, 307, 308);
  // Its status and headers have told most of it already.
  private static final Duration LONGEST_ERROR = Duration.ofSeconds(5);

  private final Exchange exchange;
  private final Classifier classifier;
  private final TimeSource time;
  private final Opening opening;
  private final AtomicReference<@Nullable Failure> cause = new AtomicReference<>();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private @Nullable AnswerBody answer;
  private volatile @Nullable Step last;
  private volatile List<ToldLimit> told = List.of();

  /**
   * An attempt over {@code exchange}.
   *
   * @param classifier tells its errors apart
   * @param time bounds how long an error's body is waited for: 5 s
   * @param opening reads a 200's body
   */
  public WireStream(Exchange exchange, Classifier classifier, TimeSource time, Opening opening) {
    this.exchange = exchange;
    this.classifier = classifier;
    this.time = time;
    this.opening = opening;
  }

  /** How a dialect reads a 200. */
  @FunctionalInterface
  public interface Opening {
    /**
     * The answer in {@code body}, as {@code head} announces it; nothing more than a peek is read.
     */
    AnswerBody open(HttpHead head, InputStream body) throws IOException;
  }

  @Override
  public Step next() throws InterruptedException {
    Step known = last;
    if (known != null) {
      return known;
    }
    return keep(step(() -> Optional.of(read()))).orElseThrow();
  }

  @Override
  public Optional<Step> poll() throws InterruptedException {
    Step known = last;
    AnswerBody begun = answer;
    if (known != null || begun == null) {
      return Optional.ofNullable(known);
    }
    return keep(step(begun::poll));
  }

  private Optional<Step> keep(Optional<Step> step) {
    if (step.isPresent() && !(step.get() instanceof Next)) {
      last = step.get();
    }
    return step;
  }

  @Override
  public boolean isOfSameEvent() {
    AnswerBody begun = answer;
    return begun != null && begun.isOfSameEvent();
  }

  @Override
  public List<ToldLimit> toldLimits() {
    return told;
  }

  @Override
  public void abort(Failure failure) {
    cause.compareAndSet(null, failure);
    exchange.abort(failure);
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    AnswerBody read = answer;
    if (last instanceof End && read != null) {
      read.close();
    }
    exchange.close();
  }

  /** How a step is read. */
  @FunctionalInterface
  private interface Read {
    Optional<Step> step() throws IOException, InterruptedException;
  }

  private Optional<Step> step(Read read) throws InterruptedException {
    Failure aborted = cause.get();
    if (aborted != null) {
      return Optional.of(broken(aborted));
    }
    try {
      return read.step();
    } catch (TransportException e) {
      return Optional.of(broken(e.failure()));
    } catch (InterruptedIOException e) {
      if (Thread.interrupted()) {
        throw interrupted();
      }
      return Optional.of(broken(connection(e)));
    } catch (IOException e) {
      return Optional.of(broken(connection(e)));
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (RuntimeException e) {
      return Optional.of(broken(classifier.unreadable(e)));
    }
  }

  // Whatever breaks after the semantic end, the answer is whole.
  private Step broken(Failure failure) {
    AnswerBody read = answer;
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
    AnswerBody read = answer;
    if (read != null) {
      return read.next();
    }
    HttpHead head = exchange.head();
    told = LimitHeaders.of(head.headers(), time.now());
    if (!head.isSuccess()) {
      return new Broken(failure(head));
    }
    AnswerBody begun = opening.open(head, exchange.body());
    answer = begun;
    return begun.next();
  }

  private Failure failure(HttpHead head) throws IOException {
    if (head.status() < FIRST_ERROR_STATUS) {
      return REDIRECTS.contains(head.status())
          ? classifier.redirected(head)
          : classifier.malformed(head, "the answer has the status " + head.status());
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    TimeSource.Timer late = time.schedule(LONGEST_ERROR, () -> exchange.abort(tooLate()));
    try {
      Bodies.readInto(body, exchange.body(), MAX_ERROR_BYTES);
    } catch (TransportException e) {
      // A status still tells, whatever became of its body; an attempt that was ended from outside
      // does not.
      if (cause.get() != null) {
        throw e;
      }
      return body.size() > 0
          ? classifier.ofAnswer(head, body.toByteArray())
          : classifier.ofUnread(head, e.failure().message());
    } finally {
      late.cancel();
    }
    return classifier.ofAnswer(head, body.toByteArray());
  }

  private static Failure tooLate() {
    return new Failure.TimedOut(
        TimeoutPhase.IDLE,
        FailureDetail.of(
            "the body of the error did not arrive within " + LONGEST_ERROR.toSeconds() + " s"));
  }
}
