package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call that names what there is not is a call all the same: listeners hear of it, by its id. */
class RefusedCallTest {
  private static final String LONG = "m".repeat(257);
  private static final CallOptions NAMED = CallOptions.none().withId("call-1");

  private final World world = new World().group("chat", "a");

  @Test
  void unknownGroupIsToldByTheIdThatTheCallWasGiven() {
    MainstayException refused = refuse("nope", NAMED, true);

    assertThat(refused.failure()).isInstanceOf(Failure.NotFound.class);
    assertThat(refused.metadata().callId()).isEqualTo("call-1");
    assertThat(world.events)
        .containsExactly(
            new CallEvent.CallStarted("call-1", "nope", true),
            new CallEvent.CallFailed("call-1", refused.failure(), refused.metadata()));
    assertThat(world.engine().underWay()).isZero();
  }

  @Test
  void unknownFallbackIsTold() {
    MainstayException refused = refuse("chat", NAMED.withFallbacks(List.of("nope")), false);

    assertThat(refused.failure()).isInstanceOf(Failure.BadRequest.class);
    assertThat(world.events)
        .containsExactly(
            new CallEvent.CallStarted("call-1", "chat", false),
            new CallEvent.CallFailed("call-1", refused.failure(), refused.metadata()));
  }

  @Test
  void callWithoutAnIdIsGivenOne() {
    MainstayException refused = refuse("nope", CallOptions.none(), true);

    assertThat(refused.metadata().callId()).isNotEmpty();
    assertThat(world.events)
        .extracting(CallEvent::callId)
        .containsOnly(refused.metadata().callId());
  }

  @Test
  void nameThatIsTooLongTravelsInNoEvent() {
    refuse(LONG, NAMED, true);
    refuse("chat", NAMED.withFallbacks(List.of(LONG)), true);

    assertThat(world.events).hasSize(4);
    assertThat(world.events).noneMatch(event -> event.toString().contains(LONG));
    assertThat(world.events.getFirst()).isEqualTo(new CallEvent.CallStarted("call-1", "", true));
    assertThat(world.events.get(2)).isEqualTo(new CallEvent.CallStarted("call-1", "chat", true));
  }

  @Test
  void namesAndFallbacksAtTheirBoundsAreLookedUp() {
    String longest = "m".repeat(256);

    MainstayException named = refuse(longest, NAMED, true);
    MainstayException falling =
        refuse("chat", NAMED.withFallbacks(Collections.nCopies(100, longest)), true);

    assertThat(named.failure()).isInstanceOf(Failure.NotFound.class);
    assertThat(world.events.getFirst())
        .isEqualTo(new CallEvent.CallStarted("call-1", longest, true));
    assertThat(falling).hasMessageContaining("which is not a model group");
  }

  @Test
  void whereNoGroupIsConfiguredThatIsSaid() {
    MainstayException refused =
        catchThrowableOfType(
            MainstayException.class,
            () -> new World().engine().chat(ChatRequest.of("nope", "Hello"), NAMED));

    assertThat(refused).hasMessageContaining("'nope' is not a model group; none is configured");
  }

  @Test
  void moreFallbacksThanAnyCallVisitsAreRefusedBeforeOneIsLookedUp() {
    List<String> many = Collections.nCopies(101, "nope");

    MainstayException refused = refuse("chat", NAMED.withFallbacks(many), true);

    assertThat(refused.failure()).isInstanceOf(Failure.BadRequest.class);
    assertThat(refused.failure().detail().param()).contains("fallbacks");
    assertThat(refused)
        .hasMessageContaining("the request falls back to 101 groups; name at most 100");
  }

  @Test
  void listenerThatThrowsChangesNothing() {
    World deaf =
        new World()
            .group("chat", "a")
            .listener(event -> {
              throw new IllegalStateException("deaf");
            });

    MainstayException refused =
        catchThrowableOfType(
            MainstayException.class,
            () -> deaf.engine().chat(ChatRequest.of("nope", "Hello"), NAMED));

    assertThat(refused.failure()).isInstanceOf(Failure.NotFound.class);
    assertThat(deaf.listeners().failures()).isEqualTo(2);
  }

  private MainstayException refuse(String group, CallOptions options, boolean streamed) {
    ChatCall call = ChatCall.of(ChatRequest.of(group, "Hello")).withOptions(options);
    return catchThrowableOfType(
        MainstayException.class,
        () -> {
          if (streamed) {
            world.engine().stream(call).close();
          } else {
            world.engine().chat(call);
          }
        });
  }
}
