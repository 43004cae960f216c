package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Tongue.Kind;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 0.1 and 6.1 over all dialects: an answer that tells its end with every piece, or behind
 * every piece, is whole only when all of it has come, however it ends.
 */
class LyingEndTest {
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
