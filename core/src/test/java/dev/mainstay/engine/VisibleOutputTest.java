package dev.mainstay.engine;

import static dev.mainstay.engine.BrokenTale.FIRST;
import static dev.mainstay.engine.BrokenTale.REST;
import static dev.mainstay.engine.BrokenTale.continues;
import static dev.mainstay.engine.BrokenTale.text;
import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatStream;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.rendering.VisibleOutput;
import dev.mainstay.stream.Bulk;
import dev.mainstay.testing.ScriptedProvider.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Until something of an answer is seen, its attempt is made again as if nothing had come. */
class VisibleOutputTest {
  private static final String UNSEEN = "(unseen) ";

  private final World world = new World().group("chat", "a");
  private final List<Seeing> attempts = new ArrayList<>();
  private final List<ChatEvent> seen = new ArrayList<>();

  /** Sees what does not begin with a parenthesis. */
  private static final class Seeing implements VisibleOutput {
    private final List<String> told = new ArrayList<>();

    @Override
    public boolean isVisible(ChatChunk chunk) {
      String text = text(chunk.events());
      told.add(text);
      return !text.isEmpty() && !text.startsWith("(");
    }
  }

  private final ChatCall call =
      ChatCall.of(ChatRequest.of("chat", "Hello"))
          .withRendering((request, target) -> {
            attempts.add(new Seeing());
            return new Rendered(request, attempts.getLast());
          });

  @ParameterizedTest
  @EnumSource(RecoveryPolicy.class)
  void limitInPlaceOfTheFirstEventIsMetUnseen(RecoveryPolicy policy) {
    world.provider.next("a", breaks(Failures.rateLimited())).next("a", answer("Hi"));

    world.read(call.withRecovery(policy), seen);

    assertThat(text(seen)).isEqualTo("Hi");
  }

  @ParameterizedTest
  @EnumSource(RecoveryPolicy.class)
  void breakInWhatNobodySeesIsDoneAgainUnseen(RecoveryPolicy policy) {
    world
        .provider
        .next("a", thinks("Hm."), says(UNSEEN), says(UNSEEN), breaks(Failures.truncated()))
        .next("a", says(UNSEEN), says("Hi"), finishes());

    world.read(call.withRecovery(policy), seen);

    assertThat(seen.subList(0, 2)).containsExactly(new TextDelta(UNSEEN), new TextDelta("Hi"));
    assertThat(world.provider.requests().getLast()).isEqualTo(world.provider.requests().getFirst());
    assertThat(attempts).hasSize(2);
    assertThat(attempts.getFirst().told).containsExactly("", UNSEEN, UNSEEN);
    assertThat(attempts.getLast().told).containsExactly(UNSEEN, "Hi");
  }

  @Test
  void answerOfWhichNothingIsSeenIsWholeAllTheSame() {
    world.provider.next("a", says(UNSEEN), breaks(Failures.truncated()));
    world.provider.next("a", answer(UNSEEN));

    assertThat(world.read(call, seen).text()).isEqualTo(UNSEEN);
    assertThat(text(seen)).isEqualTo(UNSEEN);
  }

  @Test
  void breakBehindWhatWasSeenIsRecoveredWithAllThatHasGoneOut() {
    world.provider.next("a", says(UNSEEN), says(FIRST), breaks(Failures.truncated()));
    world.provider.next("a", answer(UNSEEN + FIRST + REST));

    world.read(call, seen);

    assertThat(text(seen)).isEqualTo(UNSEEN + FIRST + REST);
    assertThat(world.provider.requests().getLast().messages().get(1).text())
        .isEqualTo(UNSEEN + FIRST);
    assertThat(attempts.getLast().told).isEmpty();
  }

  @Test
  void restartedAnswerIsShownFromItsFirstVisibleOutputOn() {
    world
        .provider
        .next("a", says("One"), breaks(Failures.truncated()))
        .next("a", says(UNSEEN), breaks(Failures.truncated()))
        .next("a", says(UNSEEN), says("Two"), finishes());

    world.read(call.withRecovery(RecoveryPolicy.RESTART), seen);

    assertThat(seen.subList(0, 4))
        .containsExactly(
            new TextDelta("One"),
            new ChatEvent.Restarted(),
            new TextDelta(UNSEEN),
            new TextDelta("Two"));
  }

  @Test
  void moreThanIsKeptUnseenIsShown() {
    String piece = "(" + "x".repeat(Bulk.MOST / 8);
    Action[] tooMuch = new Action[10];
    Arrays.fill(tooMuch, says(piece));
    tooMuch[9] = breaks(Failures.truncated());
    world.provider.next("a", tooMuch);

    try (ChatStream stream = world.engine().stream(call.withRecovery(RecoveryPolicy.FAIL))) {
      assertThat(stream.nextChunk()).contains(ChatChunk.of(new TextDelta(piece)));
    }
    assertThat(attempts).hasSize(1);
  }

  @Test
  void probeHasSucceededAtItsFirstOutputThoughNobodySeesThat() {
    World two = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    two.provider
        .next("a", breaks(Failures.unauthenticated()))
        .next("a", says(UNSEEN), says(UNSEEN), says("Hi"), finishes())
        .always("a", answer("Hello from a"));
    two.provider.always("b", answer("Hello from b"));
    ChatRequest request = ChatRequest.of("chat", "Hello");
    two.read(ChatCall.of(request), seen);
    two.time.advance(Duration.ofSeconds(61));
    List<String> meanwhile = new ArrayList<>();
    VisibleOutput asking =
        chunk -> {
          meanwhile.add(two.engine().chat(ChatCall.of(request)).text());
          return meanwhile.size() > 2;
        };

    two.read(
        ChatCall.of(request).withRendering((asked, target) -> new Rendered(asked, asking)), seen);

    assertThat(meanwhile).containsExactly("Hello from b", "Hello from a", "Hello from a");
  }

  @Test
  void whatThePredicateThrowsEndsTheCallAndNothingIsKept() {
    world.provider.always("a", continues());
    IllegalStateException bug = new IllegalStateException("a bug");
    VisibleOutput broken =
        chunk -> {
          throw bug;
        };

    assertThatThrownBy(() ->
            world.engine().stream(
                call.withRendering((asked, target) -> new Rendered(asked, broken))))
        .isSameAs(bug);

    assertThat(world.provider.open()).isZero();
    assertThat(world.engine().underWay()).isZero();
  }
}
