package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Tongue.Kind;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SEMANTICS 0.1 and 6.1: whoever tells an end too soon, in whichever dialect and way, is believed
 * for no answer that is cut.
 *
 * <p>The stories are the same in every build; {@code -Dmainstay.seed=… -Dmainstay.stories=…} tell
 * others, and more.
 */
@Execution(ExecutionMode.CONCURRENT)
class LyingEndPropertyTest {
  private static final long SEED = Long.getLong("mainstay.seed", 20_261_130);
  private static final int STORIES = Integer.getInteger("mainstay.stories", 600);

  @Test
  void nobodyIsBelievedWhoLiesInWhicheverOtherWay() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < STORIES; i++) {
      long seed = random.nextLong();
      Liar liar = anyLiar(new SplittableRandom(seed));
      Liar.Told told = liar.stream();
      byte[] whole = Liar.join(told.events());
      int bytes = new SplittableRandom(seed + 1).nextInt(whole.length + 1);
      int cut = eventsIn(told.events(), bytes);
      boolean isBroken = (seed & 1) == 0 || liar.honest() > 1;

      Heard heard =
          liar.heard(Arrays.copyOf(whole, bytes), isBroken ? Ending.BROKEN : Ending.UNFRAMED);

      assertThat(heard.isSuccess() && cut < told.answered())
          .as(
              "-Dmainstay.seed=%s, story %s: %s, cut at %s, behind %s",
              SEED, seed, liar, bytes, cut)
          .isFalse();
    }
  }

  // An end beside output does not prove itself, however honestly its answer began; behind two
  // honest
  // pieces a liar that also tells the usage, or ends in order, is as one that does not lie.
  private static Liar anyLiar(SplittableRandom random) {
    while (true) {
      boolean isBeside = random.nextBoolean();
      boolean usageBehind = random.nextBoolean();
      Liar liar =
          new Liar(
              Tongue.values()[random.nextInt(Tongue.values().length)],
              Kind.values()[random.nextInt(3)],
              isBeside,
              random.nextInt(3),
              random.nextBoolean(),
              isBeside ? random.nextInt(usageBehind ? 2 : 4) : 0,
              1 + random.nextInt(7),
              1 + random.nextInt(3),
              usageBehind);
      if (liar.isPossible()) {
        return liar;
      }
    }
  }

  // The last one may lack what closes it.
  private static int eventsIn(List<byte[]> events, int bytes) {
    int count = 0;
    int at = 0;
    for (byte[] event : events) {
      at += event.length;
      count += at - 2 <= bytes ? 1 : 0;
    }
    return count;
  }
}
