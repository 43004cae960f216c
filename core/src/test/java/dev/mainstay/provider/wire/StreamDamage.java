package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A dialect's stream cut, split or spoilt anywhere is never an exception, and no success before its
 * end.
 */
public abstract class StreamDamage {
  /** The text that the stream says; it has characters of two and of four bytes. */
  protected static final String SAID = "Grüße, 🌍!";

  private static final long SEED = 20260822;
  private static final int ROUNDS = 1500;

  private final HttpHead head;
  private final byte[] bytes;
  private final int end;
  private final int blankLine;

  /**
   * @param contentType what the stream says it is
   * @param withEnd the stream as far as its end is told
   * @param behind what comes behind that
   * @param blankLine how many bytes of {@code withEnd} a stream that ends properly may lack
   */
  protected StreamDamage(String contentType, byte[] withEnd, byte[] behind, int blankLine) {
    this.head = new HttpHead(200, Headers.of("Content-Type", contentType));
    this.end = withEnd.length;
    this.blankLine = blankLine;
    this.bytes = Arrays.copyOf(withEnd, withEnd.length + behind.length);
    System.arraycopy(behind, 0, bytes, end, behind.length);
  }

  /** What the dialect hears of a stream that {@code transport} gives. */
  protected abstract Heard hear(ScriptedTransport transport);

  @ParameterizedTest
  @EnumSource(names = {"CLOSED", "BROKEN"})
  void streamCutAtAnyByteIsASuccessOnlyFromItsEndOn(Ending ending) {
    Heard whole = hear(bytes, Ending.CLOSED);
    int success = ending == Ending.CLOSED ? end - blankLine : end;
    for (int cut = 0; cut <= bytes.length; cut++) {
      Heard heard = hear(Arrays.copyOf(bytes, cut), ending);

      assertThat(heard.isSuccess()).as("cut at %s", cut).isEqualTo(cut >= success);
      assertThat(SAID).as("cut at %s", cut).startsWith(heard.text);
      if (heard.isSuccess()) {
        assertThat(heard.text).as("cut at %s", cut).hasToString(SAID);
        assertThat(heard.toolCalls).as("cut at %s", cut).isEqualTo(whole.toolCalls).isNotEmpty();
        assertThat(heard.finish).as("cut at %s", cut).isEqualTo(whole.finish).isPresent();
      }
      heard.failure.ifPresent(failure -> assertFailureOfCut(failure, ending));
    }
  }

  @Test
  void streamSplitAnywhereSaysTheSame() {
    Heard whole = hear(bytes, Ending.CLOSED);
    for (int at = 1; at < bytes.length; at++) {
      Heard split = hear(new ScriptedTransport(head, bytes, Ending.CLOSED).splitAt(at));

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
      byte[] spoilt = spoil(bytes.clone(), random);

      Heard heard = hear(spoilt, random.nextBoolean() ? Ending.CLOSED : Ending.BROKEN);

      assertThat(heard.isSuccess() ? heard.finish.isPresent() : heard.failure.isPresent())
          .as("round %s", round)
          .isTrue();
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

  private Heard hear(byte[] body, Ending ending) {
    return hear(new ScriptedTransport(head, body, ending));
  }
}
