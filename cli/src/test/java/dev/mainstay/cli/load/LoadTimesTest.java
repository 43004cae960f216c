package dev.mainstay.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When messages go out, by a clock of their own. */
class LoadTimesTest {
  private final ManualTime time = new ManualTime();
  private final List<Duration> sent = new CopyOnWriteArrayList<>();

  @Test
  void userThinksAfterEachAnswer() throws InterruptedException {
    LoadPlan plan = plan(1, 4, Duration.ofSeconds(10), 0, Duration.ZERO);

    LoadResult result = load(plan).run();

    assertThat(result.sent()).isEqualTo(4);
    assertThat(sent).isEqualTo(List.of(seconds(0), seconds(10), seconds(20), seconds(30)));
  }

  @Test
  void nothingIsSentAfterTheDuration() throws InterruptedException {
    LoadPlan plan =
        plan(1, 100, Duration.ofSeconds(10), 0, Duration.ZERO).withDuration(seconds(25));

    load(plan).run();

    assertThat(sent).isEqualTo(List.of(seconds(0), seconds(10), seconds(20)));
  }

  @Test
  void usersBeginEvenlyOverTheRamp() {
    LoadRun load = load(plan(4, 1, Duration.ZERO, 0, seconds(20)));

    assertThat(IntStream.range(0, 4).mapToObj(user -> Duration.ofNanos(load.beginNanos(user))))
        .containsExactly(seconds(0), seconds(5), seconds(10), seconds(15));
  }

  /** In its first half a quarter of what comes in all of it. */
  @Test
  void rateRisesEvenlyOverTheRampAndThenStays() {
    LoadRun load = load(plan(10, 1000, Duration.ZERO, 10, seconds(20)));

    List<Double> due =
        IntStream.of(0, 25, 100, 110, 200).mapToObj(i -> load.dueNanos(i) / 1e9).toList();

    assertThat(due).isEqualTo(List.of(0.0, 10.0, 20.0, 21.0, 30.0));
  }

  private static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }

  private static LoadPlan plan(
      int users, int messages, Duration think, double rate, Duration ramp) {
    LoadPlan plan = LoadPlan.of(URI.create("http://127.0.0.1:1/v1"), "m", users, messages);
    return new LoadPlan(
        plan.url(),
        plan.headers(),
        plan.asking(),
        users,
        messages,
        1,
        think,
        rate,
        ramp,
        Duration.ZERO,
        plan.timeout());
  }

  private LoadRun load(LoadPlan plan) {
    return new LoadRun(plan, new Noting(), time);
  }

  /** Notes when it is asked, and reaches nobody. */
  private final class Noting implements Transport {
    @Override
    public Exchange open(HttpCall call) {
      sent.add(time.elapsed());
      throw new IllegalStateException("nobody is there");
    }

    @Override
    public void close() {}
  }
}
