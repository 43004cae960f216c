package dev.mainstay.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.time.ManualTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JdkBodyTest {
  private static final Failure STOPPED = new Failure.Cancelled(FailureDetail.of("enough"));

  private final ManualTime time = new ManualTime();
  private final JdkBody body = new JdkBody(time, cause -> failed(cause.getMessage()));
  private final Recorded subscription = new Recorded();

  @Test
  void nextPieceIsAskedForWhenTheLastWasRead() throws IOException {
    body.onSubscribe(subscription);
    assertThat(subscription.calls).containsExactly("request 1");

    body.onNext(pieces("one", "", "two"));
    assertThat(read()).isEqualTo("one");
    assertThat(subscription.calls).containsExactly("request 1");

    assertThat(read()).isEqualTo("two");
    assertThat(subscription.calls).containsExactly("request 1", "request 1");
  }

  @Test
  void nothingIsNoPiece() {
    body.onSubscribe(subscription);

    body.onNext(pieces(""));

    assertThat(subscription.calls).containsExactly("request 1", "request 1");
  }

  @Test
  void whatCameIsReadBeforeTheBreak() throws IOException {
    body.onSubscribe(subscription);
    body.onNext(pieces("one"));
    body.onError(new IOException("broken"));

    assertThat(read()).isEqualTo("one");
    assertThat(readFailure().message()).isEqualTo("broken");
    assertThat(body.isRead()).isFalse();
  }

  @Test
  void whatCameIsReadBeforeTheEnd() throws IOException {
    body.onSubscribe(subscription);
    body.onNext(pieces("one"));
    body.onComplete();

    assertThat(body.isRead()).isFalse();
    assertThat(read()).isEqualTo("one");
    assertThat(body.read()).isEqualTo(-1);
    assertThat(body.isRead()).isTrue();
  }

  @Test
  void stopEndsItAtOnceWhateverCame() {
    body.onSubscribe(subscription);
    body.onNext(pieces("one"));

    body.stop(STOPPED);
    body.stop(failed("too late"));

    assertThat(readFailure()).isSameAs(STOPPED);
    assertThat(subscription.calls).containsExactly("request 1", "cancel");
  }

  @Test
  void bodyStoppedBeforeItBeganIsRefused() {
    body.stop(STOPPED);

    body.onSubscribe(subscription);

    assertThat(subscription.calls).containsExactly("cancel");
    assertThat(readFailure()).isSameAs(STOPPED);
  }

  @Test
  void stopSoonGivesTheEndAMoment() {
    body.onSubscribe(subscription);
    body.onNext(pieces("one"));

    body.stopSoon(STOPPED);
    body.onNext(pieces("more"));
    body.onComplete();
    time.advance(Duration.ofSeconds(1));

    assertThat(readFailure()).isSameAs(STOPPED);
    assertThat(subscription.calls).containsExactly("request 1", "request 1", "request 1");
  }

  @Test
  void stopSoonWaitsNoLongerThanAMoment() {
    body.onSubscribe(subscription);

    body.stopSoon(STOPPED);
    time.advance(Duration.ofMillis(19));
    assertThat(subscription.calls).doesNotContain("cancel");
    time.advance(Duration.ofMillis(1));

    assertThat(subscription.calls).containsExactly("request 1", "request 1", "cancel");
  }

  @Test
  void stopSoonTakesNoMoreThanALittle() {
    body.onSubscribe(subscription);
    body.stopSoon(STOPPED);

    for (int i = 0; i < 100; i++) {
      body.onNext(pieces("x".repeat(16 * 1024)));
    }

    assertThat(subscription.calls).hasSizeLessThan(10);
  }

  @Test
  void interruptedReaderEndsIt() {
    body.onSubscribe(subscription);
    body.onNext(pieces("one"));
    Thread.currentThread().interrupt();

    IOException thrown = catchThrowableOfType(IOException.class, body::read);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).isInstanceOf(java.io.InterruptedIOException.class);
    assertThat(subscription.calls).containsExactly("request 1", "cancel");
    assertThat(readFailure()).isInstanceOf(Failure.Cancelled.class);
  }

  private String read() throws IOException {
    byte[] target = new byte[100];
    return new String(target, 0, body.read(target), UTF_8);
  }

  private Failure readFailure() {
    return catchThrowableOfType(TransportException.class, body::read).failure();
  }

  private static Failure failed(String message) {
    return new Failure.ConnectionFailed(FailureDetail.of(message));
  }

  private static List<ByteBuffer> pieces(String... texts) {
    List<ByteBuffer> pieces = new ArrayList<>();
    for (String text : texts) {
      pieces.add(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }
    return pieces;
  }

  private static final class Recorded implements Subscription {
    private final List<String> calls = new ArrayList<>();

    @Override
    public void request(long count) {
      calls.add("request " + count);
    }

    @Override
    public void cancel() {
      calls.add("cancel");
    }
  }
}
