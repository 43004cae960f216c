package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** SEMANTICS 6.2, 6.3 and 2.6: whom a broken stream is gone on with. */
class RecoveryPathTest {
  private static final String FIRST = "The quick brown fox jumps over ";
  private static final String REST = "the lazy dog.";

  private final World world = new World();

  @Test
  void targetThatRefusesAPrefillIsAskedAgainAndNoOther() {
    world.group("chat", "a").group("backup", "b", "c").fallback("chat", "backup").chance(0);
    world
        .retries(RetryPolicy.of(0))
        .provider
        .prefills("b", Prefill.CONTINUES)
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("b", breaks(Failures.badRequest()))
        .next("b", says("brown fox jumps over " + REST), finishes());

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(world.provider.asked()).containsExactly("a", "b", "b");
    assertThat(response.text()).isEqualTo(FIRST + REST);
  }

  /** Final is what broke the stream so; who is asked to go on may refuse as at any attempt. */
  @Test
  void targetThatASafetySystemKeepsFromGoingOnIsFollowedByWhomThatFallsBackTo() {
    world
        .group("chat", "a", "b")
        .group("lenient", "c")
        .fallbacks(f -> f.withContentPolicy(Map.of("chat", List.of("lenient"))))
        .chance(0);
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("b", breaks(Failures.contentPolicy()))
        .next("c", says("brown fox jumps over " + REST), finishes());

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo(FIRST + REST);
    assertThat(world.provider.asked()).containsExactly("a", "b", "c");
  }

  @Test
  void brokenStreamThatIsClosedBeforeItsFallbackIsAskedIsToldWithItsText() {
    AtomicReference<ChatStream> stream = new AtomicReference<>();
    world.group("chat", "a").group("backup", "b").fallback("chat", "backup");
    world.listener(event -> {
      if (event instanceof CallEvent.FellBack) {
        closeElsewhere(stream.get());
      }
    });
    world.retries(RetryPolicy.of(0)).provider.next("a", says(FIRST), breaks(Failures.truncated()));

    stream.set(world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none()));
    MainstayException closed =
        catchThrowableOfType(MainstayException.class, () -> stream.get().forEach(event -> {}));

    assertThat(closed.failure()).isInstanceOf(Failure.Cancelled.class);
    assertThat(closed.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(world.provider.asked()).containsExactly("a");
  }

  private static void closeElsewhere(ChatStream stream) {
    Thread closer = Thread.startVirtualThread(stream::close);
    try {
      closer.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void silentStreamIsNotGoneBackToWhereAnotherFailedAfterIt() {
    world.group("chat", "a", "b").chance(0).retries(RetryPolicy.of(3));
    world.provider.next("a", says(FIRST), stalls());
    world.provider.always("b", breaks(Failures.serverError()));

    world.fail(Mode.STREAMED);

    assertThat(world.provider.asked()).containsExactly("a", "b", "b", "b");
  }

  @Test
  void brokenStreamIsGoneBackToWhereAnotherFailedAfterIt() {
    world.group("chat", "a", "b").chance(0).retries(RetryPolicy.of(2));
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("b", breaks(Failures.notFound()))
        .next("a", says("brown fox jumps over " + REST), finishes());

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo(FIRST + REST);
    assertThat(world.provider.asked()).containsExactly("a", "b", "a");
  }

  @Test
  void jsonWhoseRestartDisagreesIsFinalAndHoldsNoPlace() {
    world.group("chat", d -> d.withMaxParallelRequests(1), "a", "b").chance(0);
    world.provider.next("a", says("{\"city\": \"Par"), breaks(Failures.truncated()));
    world.provider.next("b", says("{\"town\": \"Paris\"}"), finishes());
    world.provider.always("a", says("one"), finishes()).always("b", says("two"), finishes());
    ChatRequest request =
        new ChatRequest(
            ChatRequest.of("chat", "Hello").json().toBuilder()
                .put("response_format", Json.parseObject("{\"type\":\"json_object\"}"))
                .build());

    MainstayException exception =
        catchThrowableOfType(MainstayException.class, () -> read(request));

    assertThat(exception.failure()).isEqualTo(Failures.truncated());
    assertThat(world.provider.asked()).containsExactly("a", "b");
    ChatStream one = world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
    ChatStream two = world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
    one.close();
    two.close();
  }

  private void read(ChatRequest request) {
    try (ChatStream stream = world.engine().stream(request, CallOptions.none())) {
      stream.forEach(event -> {});
    }
  }
}
