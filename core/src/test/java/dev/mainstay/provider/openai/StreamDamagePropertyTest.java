package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.delta;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream cut, split or spoilt anywhere is never an exception, and no success before its end. */
@Execution(ExecutionMode.CONCURRENT)
class StreamDamagePropertyTest {
  private static final long SEED = 20260822;
  private static final int ROUNDS = 1500;
  private static final HttpHead HEAD =
      new HttpHead(200, Headers.of("Content-Type", "text/event-stream"));
  private static final String SAID = "Grüße, 🌍!";
  private static final String BEFORE_END =
      ": waiting\n\n"
          + events(
              delta("{'role':'assistant','content':''}"),
              delta("{'reasoning':'hm, ünd'}"),
              text("Grüße"),
              text(", 🌍"),
              text("!"),
              delta("{'tool_calls':[{'index':0,'id':'t','function':{'name':'f','arguments':''}}]}"),
              delta("{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}"));
  private static final String WITH_END = BEFORE_END + events(finish("tool_calls"));
  private static final String WHOLE =
      WITH_END
          + events("{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2}}", "[DONE]");
  private static final byte[] BYTES = WHOLE.getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @EnumSource(names = {"CLOSED", "BROKEN"})
  void streamCutAtAnyByteIsASuccessOnlyFromItsFinishReasonOn(Ending ending) {
    int blankLine = ending == Ending.CLOSED ? 2 : 0;
    int end = WITH_END.getBytes(StandardCharsets.UTF_8).length - blankLine;
    for (int cut = 0; cut <= BYTES.length; cut++) {
      Heard heard = hear(Arrays.copyOf(BYTES, cut), ending);

      assertThat(heard.isSuccess()).as("cut at %s", cut).isEqualTo(cut >= end);
      assertThat(SAID).as("cut at %s", cut).startsWith(heard.text);
      heard.failure.ifPresent(failure -> assertFailureOfCut(failure, ending));
    }
  }

  @Test
  void streamSplitAnywhereSaysTheSame() {
    Heard whole = hear(BYTES, Ending.CLOSED);
    for (int at = 1; at < BYTES.length; at++) {
      Heard split =
          Asking.over(new ScriptedTransport(HEAD, BYTES, Ending.CLOSED).splitAt(at)).stream();

      assertThat(split.events).as("split at %s", at).isEqualTo(whole.events);
      assertThat(split.chunks).as("split at %s", at).isEqualTo(whole.chunks);
    }
    assertThat(whole.text).hasToString(SAID);
    assertThat(whole.isSuccess()).isTrue();
  }

  @Test
  void streamSpoiltAnywhereIsNoException() {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] spoilt = spoil(BYTES.clone(), random);

      Heard heard = hear(spoilt, random.nextBoolean() ? Ending.CLOSED : Ending.BROKEN);

      assertThat(heard.isSuccess() ? heard.finish.isPresent() : heard.failure.isPresent())
          .as("round %s", round)
          .isTrue();
    }
  }

  @Test
  void plainAnswerCutAnywhereIsNoSuccess() {
    byte[] body =
        Asking.json(
                "{'choices':[{'index':0,'message':{'content':'Grüße'},'finish_reason':'stop'}],"
                    + "'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}")
            .toBytes();
    for (int cut = 0; cut < body.length; cut++) {
      Heard heard =
          Asking.over(new ScriptedTransport(HEAD, Arrays.copyOf(body, cut), Ending.CLOSED)).plain();

      assertThat(heard.failure.orElseThrow())
          .as("cut at %s", cut)
          .isInstanceOf(Failure.MalformedAnswer.class);
    }
  }

  private static void assertFailureOfCut(Failure failure, Ending ending) {
    assertThat(failure)
        .isInstanceOf(
            ending == Ending.BROKEN ? Failure.ConnectionFailed.class : Failure.Truncated.class);
  }

  private static byte[] spoil(byte[] bytes, Random random) {
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static Heard hear(byte[] body, Ending ending) {
    return Asking.over(new ScriptedTransport(HEAD, body, ending)).stream();
  }
}
