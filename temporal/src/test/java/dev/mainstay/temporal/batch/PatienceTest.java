package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.time.ManualTime;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** DURABLE 2: whoever has answered once is waited for. */
class PatienceTest {
  private static final RuntimeException AWAY = Status.UNAVAILABLE.asRuntimeException();
  private static final RuntimeException REFUSED = Status.PERMISSION_DENIED.asRuntimeException();

  private final ManualTime time = new ManualTime();
  private final List<Duration> away = new ArrayList<>();
  private final Patience patience = new Patience(time, away::add);

  @Test
  void temporalThatHasNeverAnsweredIsNotWaitedFor() {
    assertThatThrownBy(() -> patience.ask(answers(AWAY, "too late"))).isSameAs(AWAY);

    assertThat(away).isEmpty();
  }

  @Test
  void temporalThatHasAnsweredIsAskedAgainForLessThanFiveMinutes() {
    patience.ask(answers("here"));

    assertThat(patience.ask(answers(AWAY, AWAY, "here"))).isEqualTo("here");

    assertThat(away).extracting(Duration::toSeconds).containsExactly(90L, 181L, 0L);
  }

  @Test
  void temporalThatIsAwayForFiveMinutesIsGivenUp() {
    patience.ask(answers("here"));

    assertThatThrownBy(() -> patience.ask(answers(AWAY, AWAY, AWAY, AWAY, "too late")))
        .isSameAs(AWAY);

    assertThat(away).extracting(Duration::toSeconds).containsExactly(90L, 181L, 272L);
  }

  @Test
  void temporalThatRefusesIsNotAskedAgain() {
    patience.ask(answers("here"));

    assertThatThrownBy(() -> patience.ask(answers(REFUSED, "too late"))).isSameAs(REFUSED);
  }

  // Each answer takes a minute and a half.
  private Answers answers(Object... answers) {
    return new Answers(time, new ArrayDeque<>(List.of(answers)));
  }

  private record Answers(ManualTime time, Deque<Object> left) implements Supplier<Object> {
    @Override
    public Object get() {
      time.advance(Duration.ofSeconds(90));
      Object answer = left.remove();
      if (answer instanceof RuntimeException thrown) {
        throw thrown;
      }
      return answer;
    }
  }
}
