package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.mainstay.model.FinishReason;
import dev.mainstay.stream.Piece.Failed;
import dev.mainstay.stream.Piece.Hold;
import dev.mainstay.stream.Piece.Show;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * SEMANTICS 6.5: whatever a target answers, what goes out is the exact text, or an honest failure
 * after a true prefix of it.
 *
 * <p>The seed is printed; {@code -Dmainstay.seed=…} repeats a run.
 */
class SplicePropertyTest {
  private static final long SEED = Long.getLong("mainstay.seed", new Random().nextLong());
  private static final int TEXTS = 150;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void everyTextCutAtEveryCharacterIsContinuedByEveryTellerOrHonestlyNot() {
    System.out.println("mainstay.seed=" + SEED);
    Texts texts = new Texts(random);
    int cases = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = texts.next();
      for (int cut = 1; cut <= text.length(); cut++) {
        String delivered = new WholeCharacters().add(text.substring(0, cut));
        Optional<Anchor> anchor = Anchor.of(delivered);
        if (anchor.isPresent()) {
          for (Teller teller : Teller.values()) {
            requireExactOrHonest(text, delivered, anchor.get(), teller);
            cases++;
          }
        }
        requireRestart(text, delivered);
        cases++;
      }
    }
    assertThat(cases).isGreaterThan(100_000);
  }

  private void requireExactOrHonest(String text, String delivered, Anchor anchor, Teller teller) {
    Teller.Asked asked =
        new Teller.Asked(
            delivered,
            anchor.text(),
            text.substring(delivered.length() - Reference.trailing(delivered)));
    String head = teller.head(asked, random);
    String rest = teller.rest(asked, head, random);
    Optional<String> shown =
        told(Splice.anchored(delivered, anchor), head + rest);
    String story =
        teller + " seed " + SEED + "\n--- delivered\n" + delivered + "\n--- anchor\n" + anchor.text()
            + "\n--- head\n" + head + "\n--- rest\n" + rest + "\n--- shown\n" + shown + "\n";
    Optional<String> wished =
        switch (teller.outcome) {
          case EXACT -> Optional.of(text.substring(delivered.length()));
          case AS_REFERENCE -> Reference.shown(delivered, Optional.of(anchor.text()), head + rest);
          case FAILURE -> Optional.empty();
        };
    if (!shown.equals(wished)) {
      fail(story + "--- wished\n" + wished);
    }
  }

  private void requireRestart(String text, String delivered) {
    Optional<String> again = told(Splice.restart(delivered), text);
    if (!again.equals(Optional.of(text.substring(delivered.length())))) {
      fail("restart, seed " + SEED + "\n--- delivered\n" + delivered + "\n---\n" + again);
    }
  }

  private Optional<String> told(Splice splice, String answer) {
    StringBuilder shown = new StringBuilder();
    int at = 0;
    while (at < answer.length()) {
      int next = Math.min(answer.length(), at + random.nextInt(0, 12));
      switch (splice.add(answer.substring(at, next))) {
        case Show(String text) -> shown.append(text);
        case Hold hold -> {}
        case Failed failed -> {
          assertThat(shown).isEmpty();
          return Optional.empty();
        }
      }
      at = next;
    }
    return switch (splice.end(FinishReason.STOP)) {
      case Show(String text) -> Optional.of(shown + text);
      case Hold hold -> fail("an end is an end");
      case Failed failed -> Optional.empty();
    };
  }
}
