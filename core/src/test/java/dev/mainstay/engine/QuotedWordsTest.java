package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What came in place of an answer is told to the caller, and to nobody else. */
class QuotedWordsTest {
  private static final Failure NO_ANSWER =
      new Failure.MalformedAnswer(FailureDetail.of("not JSON").withQuoted("private words"));

  private static final Failure REFUSED =
      new Failure.BadRequest(
          FailureDetail.of("")
              .withMessageForCaller("Invalid value: 'private words'")
              .withError(Optional.empty(), Optional.empty(), Optional.of("invalid_value"))
              .withRequestId("req_1"));

  private static final Failure LOCKED_OUT =
      new Failure.Unauthenticated(
          FailureDetail.of("").withMessageForCaller("No entry: 'private words'").withStatus(401));

  @ParameterizedTest
  @EnumSource(Mode.class)
  void callerSeesWhatCameAndListenersDoNot(Mode mode) {
    World world = new World().group("chat", "a").group("other", "b").fallback("chat", "other");
    world.provider.always("a", breaks(NO_ANSWER)).always("b", breaks(NO_ANSWER));

    MainstayException thrown =
        catchThrowableOfType(MainstayException.class, () -> world.call(mode));

    assertThat(thrown).hasMessageContaining("not JSON: private words");
    assertThat(world.events).isNotEmpty();
    assertThat(world.events.toString()).contains("not JSON").doesNotContain("private words");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatAProviderQuotesOfARequestIsInNoEvent(Mode mode) {
    World world = new World().group("chat", "a");
    world.provider.always("a", breaks(REFUSED));

    MainstayException thrown =
        catchThrowableOfType(MainstayException.class, () -> world.call(mode));

    assertThat(thrown).hasMessageContaining("Invalid value: 'private words'");
    assertThat(world.events.toString())
        .contains("invalid_value", "req_1")
        .doesNotContain("private words");
    assertThat(thrown.metadata().toString()).doesNotContain("private words");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatAProviderSaidToOneCallerIsToldToNoOther(Mode mode) {
    World world = new World().group("chat", "a", "b");
    world.provider.always("a", breaks(LOCKED_OUT)).always("b", breaks(LOCKED_OUT));
    MainstayException first = catchThrowableOfType(MainstayException.class, () -> world.call(mode));

    MainstayException next = catchThrowableOfType(MainstayException.class, () -> world.call(mode));

    assertThat(first).hasMessageContaining("private words");
    assertThat(next).hasMessageStartingWith("Unauthenticated: HTTP 401;");
    assertThat(next.failure().toString()).doesNotContain("private words");
    assertThat(world.events.toString()).doesNotContain("private words");
  }
}
