package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Message;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.testing.ScriptedProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 3.5: another group after the retries; plain and streamed alike. */
class FallbackTest {
  private final World world =
      new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");

  @ParameterizedTest
  @EnumSource(Mode.class)
  void fallbackComesAfterRetriesWithTheMessagesUnchanged(Mode mode) {
    world.provider.always("a", breaks(Failures.serverError())).next("b", answer("Hi"));

    ChatResponse response = world.call(mode);

    assertThat(response.text()).isEqualTo("Hi");
    assertThat(world.provider.asked()).containsExactly("a", "a", "a", "b");
    assertThat(world.provider.requests())
        .extracting(ChatRequest::messages)
        .containsOnly(List.of(Message.user("Hello")));
    assertThat(response.metadata().fallbackCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatCannotPassHereGoesToTheFallbackAtOnce(Mode mode) {
    world.provider.next("a", breaks(Failures.quota())).next("b", answer("Hi"));

    assertThat(world.call(mode).text()).isEqualTo("Hi");
    assertThat(world.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void promptTooLongGoesToTheFallbackButToNoOtherDeployment(Mode mode) {
    World two =
        new World().group("chat", "a", "a2").group("backup", "b").fallback("chat", "backup");
    two.chance(0).provider.next("a", breaks(Failures.contextWindow())).next("b", answer("Hi"));

    two.call(mode);

    assertThat(two.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void wrongOrUnsafeRequestIsNotSentElsewhere(Mode mode) {
    world.provider.next("a", breaks(Failures.badRequest()));
    world.provider.next("a", breaks(Failures.contentPolicy()));

    MainstayException wrong = world.fail(mode);
    MainstayException unsafe = world.fail(mode);

    assertThat(wrong.failure()).isEqualTo(Failures.badRequest());
    assertThat(unsafe.failure()).isEqualTo(Failures.contentPolicy());
    assertThat(world.provider.asked()).containsExactly("a", "a");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void ifAllFailTheCallerGetsTheFirstGroupsFailureWithTheOthersListed(Mode mode) {
    world
        .provider
        .next("a", breaks(Failures.quota()))
        .next("b", breaks(Failures.unauthenticated()));

    MainstayException exception = world.fail(mode);

    assertThat(exception.failure()).isEqualTo(Failures.quota());
    assertThat(suppressed(exception)).containsExactly(Failures.unauthenticated());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void failureThatIsFinalInAFallbackEndsOnlyThatHop(Mode mode) {
    world.group("last", "c").fallback("chat", "backup", "last");
    world
        .provider
        .next("a", breaks(Failures.quota()))
        .next("b", breaks(Failures.badRequest()))
        .next("c", answer("Hi"));

    assertThat(world.call(mode).metadata().group()).isEqualTo("last");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void fallbacksOfAFallbackAreNotFollowed(Mode mode) {
    world.group("last", "c").fallback("backup", "last");
    world.provider.next("a", breaks(Failures.quota())).next("b", breaks(Failures.quota()));

    world.fail(mode);

    assertThat(world.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void noGroupIsVisitedTwice(Mode mode) {
    world.fallback("chat", "chat", "backup", "backup");
    world.provider.next("a", breaks(Failures.quota())).next("b", breaks(Failures.quota()));

    world.fail(mode);

    assertThat(world.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void requestCanForbidFallbacksOrBringItsOwn(Mode mode) {
    world.group("own", "c");
    world.provider.always("a", breaks(Failures.quota())).next("c", answer("Hi"));

    MainstayException forbidden = world.fail(mode, CallOptions.none().withoutFallbacks());
    ChatResponse own = world.call(mode, CallOptions.none().withFallbacks(List.of("own")));

    assertThat(forbidden.failure()).isEqualTo(Failures.quota());
    assertThat(own.metadata().group()).isEqualTo("own");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void requestWhoseFallbackIsNoGroupIsToldSo(Mode mode) {
    MainstayException exception =
        world.fail(mode, CallOptions.none().withFallbacks(List.of("nowhere")));

    assertThat(exception.failure()).isInstanceOf(Failure.BadRequest.class);
    assertThat(exception).hasMessageContaining("'nowhere'").hasMessageContaining("backup");
  }

  private static List<Failure> suppressed(MainstayException exception) {
    return Arrays.stream(exception.getSuppressed())
        .map(e -> ((MainstayException) e).failure())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void promptTooLongGoesToItsOwnListWhereThereIsOne(Mode mode) {
    World larger = world("larger", "c").fallbacks(f -> f.withContextWindow(list("larger")));
    larger.provider.next("a", breaks(Failures.contextWindow())).next("c", answer("C"));
    larger.provider.next("a", breaks(Failures.quota())).next("b", answer("B"));

    assertThat(larger.call(mode).text()).isEqualTo("C");
    assertThat(larger.call(mode).text()).isEqualTo("B");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatASafetySystemRefusesGoesToItsOwnListAlone(Mode mode) {
    World lenient = world("lenient", "c").fallbacks(f -> f.withContentPolicy(list("lenient")));
    lenient.provider.next("a", breaks(Failures.contentPolicy())).next("c", answer("C"));

    assertThat(lenient.call(mode).text()).isEqualTo("C");
    assertThat(lenient.provider.asked()).containsExactly("a", "c");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void answerThatAFilterLeftEmptyGoesThereToo(Mode mode) {
    World lenient = world("lenient", "c").fallbacks(f -> f.withContentPolicy(list("lenient")));
    lenient.provider.next("a", filtered()).next("c", answer("C"));

    assertThat(lenient.call(mode).text()).isEqualTo("C");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void answerThatAFilterLeftEmptyIsASuccessWhereThereIsNoSuchList(Mode mode) {
    world.provider.next("a", filtered());

    ChatResponse response = world.call(mode);

    assertThat(response.finishReason()).hasValue(FinishReason.CONTENT_FILTER);
    assertThat(world.provider.asked()).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void answerThatAFilterCutOffIsASuccessAnywhere(Mode mode) {
    World lenient = world("lenient", "c").fallbacks(f -> f.withContentPolicy(list("lenient")));
    lenient.provider.next("a", says("Well,"), filtered());

    assertThat(lenient.call(mode).text()).isEqualTo("Well,");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void defaultFallbacksComeAfterTheGenericOnesOfEveryGroup(Mode mode) {
    World more = world("last", "c").fallbacks(f -> f.withDefault(List.of("last")));
    more.provider.always("a", breaks(Failures.quota()));
    more.provider.always("b", breaks(Failures.quota()));
    more.provider.always("c", answer("C"));

    assertThat(more.call(mode).text()).isEqualTo("C");
    assertThat(more.provider.asked()).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void noMoreFallbacksAreVisitedThanMayBe(Mode mode) {
    World few = world("last", "c").fallback("chat", "backup", "last").fallbacks(f -> f.withMax(1));
    few.provider.always("a", breaks(Failures.quota()));
    few.provider.always("b", breaks(Failures.quota()));

    assertThat(few.fail(mode).failure()).isEqualTo(Failures.quota());
    assertThat(few.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void requestsOwnFallbacksReplaceGenericAndDefaultOnesButNoOthers(Mode mode) {
    World own =
        world("own", "c")
            .fallbacks(f -> f.withDefault(List.of("backup")).withContextWindow(list("backup")));
    own.provider.always("a", breaks(Failures.quota()));
    own.provider.always("c", breaks(Failures.quota()));

    own.fail(mode, CallOptions.none().withFallbacks(List.of("own")));

    assertThat(own.provider.asked()).containsExactly("a", "c");
  }

  private static World world(String extra, String model) {
    return new World()
        .group("chat", "a")
        .group("backup", "b")
        .group(extra, model)
        .fallback("chat", "backup")
        .retries(RetryPolicy.of(0));
  }

  private static Map<String, List<String>> list(String to) {
    return Map.of("chat", List.of(to));
  }

  private static ScriptedProvider.Action filtered() {
    return says(new Finished(FinishReason.CONTENT_FILTER, "content_filter"));
  }
}
