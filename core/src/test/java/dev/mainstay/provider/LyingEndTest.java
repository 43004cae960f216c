package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Tongue.Kind;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 0.1 and 6.1 over all dialects: an answer that tells its end with every piece, or behind
 * every piece, is whole only when all of it has come, however it ends.
 *
 * <p>{@code -Dmainstay.seed=… -Dmainstay.stories=…} tell other stories, and more.
 */
class LyingEndTest {
  private static final long SEED = Long.getLong("mainstay.seed", 20_261_130);
  private static final int STORIES = Integer.getInteger("mainstay.stories", 600);
  private static final int PIECES = 4;

  static Stream<Liar> liars() {
    return Stream.of(Tongue.values())
        .flatMap(tongue ->
            Stream.of(Kind.TEXT, Kind.CALL, Kind.REFUSAL)
                .flatMap(kind ->
                    Stream.of(true, false)
                        .flatMap(isBeside ->
                            IntStream.range(0, 12).mapToObj(i -> liar(tongue, kind, isBeside, i)))))
        .filter(Liar::isPossible);
  }

  private static Liar liar(Tongue tongue, Kind kind, boolean isBeside, int variant) {
    int thoughts = variant % 3 == 0 ? 0 : 1;
    return new Liar(
        tongue,
        kind,
        isBeside,
        thoughts,
        variant % 3 == 2,
        0,
        PIECES,
        1 + variant / 3 % 2,
        variant / 6 == 1);
  }

  @ParameterizedTest
  @MethodSource("liars")
  void isNotWholeBeforeItIs(Liar liar) {
    Liar.Told told = liar.stream();
    for (int cut = 0; cut <= told.events().size(); cut++) {
      requireHonest(liar, told, cut, Liar.join(told.events().subList(0, cut)));
      if (cut < told.events().size()) {
        byte[] half = told.events().get(cut);
        byte[] body =
            Liar.join(
                Stream.concat(
                        told.events().subList(0, cut).stream(),
                        Stream.of(Arrays.copyOf(half, half.length / 2)))
                    .toList());
        requireHonest(liar, told, cut, body);
      }
    }
  }

  private static void requireHonest(Liar liar, Liar.Told told, int cut, byte[] body) {
    for (Ending ending : List.of(Ending.BROKEN, Ending.UNFRAMED, Ending.CLOSED)) {
      Heard heard = liar.heard(body, ending);
      if (ending != Ending.CLOSED || (cut >= told.revoked() && liar.tongue().hasLastWord())) {
        assertThat(heard.isSuccess() && cut < told.answered())
            .as("%s, %s, cut behind %s of %s", liar, ending, cut, told.events().size())
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("liars")
  void isWholeWhereItsLastWordOrItsBodySaysSo(Liar liar) {
    Liar.Told told = liar.stream();
    Heard heard = liar.heard(Liar.join(told.events()), Ending.CLOSED);

    assertThat(heard.failure).as(liar.toString()).isEmpty();
    if (liar.kind() == Kind.CALL) {
      assertThat(heard.toolCalls).hasSize(PIECES);
    } else {
      assertThat(heard.text.append(heard.refusal)).hasToString("w0w1w2w3");
    }
  }

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

  @ParameterizedTest
  @EnumSource
  void endBehindSeveralPiecesNeedsNoProof(Tongue tongue) {
    for (Ending ending : List.of(Ending.BROKEN, Ending.UNFRAMED, Ending.CLOSED)) {
      assertThat(honest(tongue, ending, false).isSuccess()).as("%s", ending).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "GEMINI", "OLLAMA"})
  void endBesideAPieceNeedsTheBodysWhicheverItIs(Tongue tongue) {
    assertThat(honest(tongue, Ending.BROKEN, true).isSuccess()).isFalse();
    assertThat(honest(tongue, Ending.UNFRAMED, true).isSuccess()).isTrue();
    assertThat(honest(tongue, Ending.CLOSED, true).isSuccess()).isTrue();
  }

  private static Heard honest(Tongue tongue, Ending ending, boolean isBeside) {
    Stream<String> start = Stream.concat(tongue.starts(), tongue.says(Kind.TEXT, 0, "a", ""));
    Stream<String> rest =
        Stream.concat(
            tongue.says(Kind.TEXT, 0, "b", ""),
            isBeside ? tongue.says(Kind.TEXT, 0, "c", Tongue.STOP) : tongue.ends(0));
    List<byte[]> events = Stream.concat(start, rest).map(tongue::bytes).toList();
    return new Liar(tongue, Kind.TEXT, isBeside, 0, false, 0, 0, 1, false)
        .heard(Liar.join(events), ending);
  }
}
