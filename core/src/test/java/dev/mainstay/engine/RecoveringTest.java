package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.Rest;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.stream.ContinuedAnswer;
import dev.mainstay.time.ManualTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 6.2 and 6.4: what the failure of an attempt to go on means, and what is asked next. */
class RecoveringTest {
  private static final String TEXT = "Once upon a time there was a king ";
  private static final Deployment A = Deployment.of("scripted/a");

  private final ScriptedProvider provider = new ScriptedProvider(new ManualTime());
  private final PrefillMemory memory = new PrefillMemory();

  @Test
  void streamsThatBreakTogetherAreBothAskedDifferentlyWhereTheirPrefillIsRefused() {
    provider.prefills("a", Prefill.CONTINUES);
    Recovering one = broken(TEXT);
    Recovering two = broken(TEXT);
    one.plan(A, provider);
    two.plan(A, provider);

    one.weigh(A, Failures.badRequest());
    two.weigh(A, Failures.badRequest());

    assertThat(one.takePrefillRefusal()).isTrue();
    assertThat(one.takePrefillRefusal()).isFalse();
    assertThat(two.takePrefillRefusal()).isTrue();
  }

  @Test
  void targetThatDoesNotRepeatThePrefillItShouldIsAskedByAnchorNext() {
    provider.prefills("a", Prefill.ECHOES);
    Recovering recovering = broken(TEXT);
    recovering.plan(A, provider);
    assertThat(recovering.form()).isEqualTo("prefill");

    Failure weighed = recovering.weigh(A, says(recovering, "who had three sons."));
    recovering.plan(A, provider);

    assertThat(recovering.form()).isEqualTo("anchor");
    assertThat(recovering.takePrefillRefusal()).isFalse();
    assertThat(weighed.detail().rest()).hasValue(Rest.NONE);
  }

  @Test
  void targetWhoseConnectionFailsIsAskedByPrefillAgain() {
    provider.prefills("a", Prefill.ECHOES);
    Recovering recovering = broken(TEXT);
    recovering.plan(A, provider);

    Failure weighed = recovering.weigh(A, Failures.connectionFailed());
    recovering.plan(A, provider);

    assertThat(weighed).isEqualTo(Failures.connectionFailed());
    assertThat(recovering.form()).isEqualTo("prefill");
  }

  @Test
  void shortTextThatWasToldOtherwiseIsAskedForByAnchor() {
    Recovering recovering = broken("Hi ");
    recovering.plan(A, provider);
    assertThat(recovering.form()).isEqualTo("restart");

    recovering.weigh(A, says(recovering, "Hello there"));
    recovering.plan(A, provider);

    assertThat(recovering.form()).isEqualTo("anchor");
  }

  @Test
  void refusalOfOurFormOfAskingBlamesNobody() {
    Recovering recovering = broken(TEXT);
    recovering.plan(A, provider);

    Failure weighed = recovering.weigh(A, Failures.badRequest());

    assertThat(weighed).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(weighed.detail().rest()).hasValue(Rest.NONE);
  }

  static List<Failure> failuresOfTheRequest() {
    return List.of(Failures.badRequest(), Failures.unprocessable(), Failures.contentPolicy());
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheRequest")
  void breakThatBlamesTheRequestIsFinal(Failure failure) {
    Recovering recovering =
        new Recovering(
            ChatRequest.of("chat", "Hello"),
            RecoveryPolicy.CONTINUE,
            memory,
            delivered(TEXT),
            failure);
    recovering.plan(A, provider);

    assertThat(recovering.isFinal(failure)).isTrue();
    assertThat(recovering.isFinal(Failures.truncated())).isFalse();
  }

  private Recovering broken(String text) {
    return new Recovering(
        ChatRequest.of("chat", "Hello"),
        RecoveryPolicy.CONTINUE,
        memory,
        delivered(text),
        Failures.truncated());
  }

  private static Accumulator delivered(String text) {
    Accumulator accumulator = new Accumulator();
    accumulator.add(ChatChunk.of(new TextDelta(text)));
    return accumulator;
  }

  /** The failure that comes of it where the next answer begins with {@code text}. */
  private static Failure says(Recovering recovering, String text) {
    ContinuedAnswer answer = recovering.answer().orElseThrow();
    answer.add(ChatChunk.of(new TextDelta(text)));
    return answer.failure().orElseThrow();
  }
}
