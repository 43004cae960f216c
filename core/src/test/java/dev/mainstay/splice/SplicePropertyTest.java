package dev.mainstay.splice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.mainstay.model.FinishReason;
import dev.mainstay.splice.Spliced.Failed;
import dev.mainstay.splice.Spliced.Hold;
import dev.mainstay.splice.Spliced.Show;
import dev.mainstay.text.WholeCharacters;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SEMANTICS 6.5: whatever a target answers, what goes out is the exact text, or an honest failure
 * after a true prefix of it.
 *
 * <p>The stories are the same in every build; {@code -Dmainstay.seed=…} tells others.
 */
@Execution(ExecutionMode.CONCURRENT)
class SplicePropertyTest {
  private static final long SEED = Long.getLong("mainstay.seed", 20_261_129);
  private static final int CASES = 120_000;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void everyTextCutAtEveryCharacterIsContinuedByEveryTellerOrHonestlyNot() {
    System.out.println("mainstay.seed=" + SEED);
    Texts texts = new Texts(random);
    int cases = 0;
    while (cases < CASES) {
      String text = texts.next();
      for (int cut = 1; cut <= text.length(); cut++) {
        cases += continueAfter(text, new WholeCharacters().add(text.substring(0, cut)));
      }
    }
  }

  /** How many cases that were. */
  private int continueAfter(String text, String delivered) {
    requireRestart(text, delivered);
    Optional<Anchor> anchor = Anchor.of(delivered);
    if (anchor.isEmpty()) {
      return 1;
    }
    for (Teller teller : Teller.values()) {
      requireExactOrHonest(text, delivered, anchor.get(), teller);
    }
    return 1 + Teller.values().length;
  }

  private void requireExactOrHonest(String text, String delivered, Anchor anchor, Teller teller) {
    Teller.Asked asked =
        new Teller.Asked(
            delivered,
            anchor.text(),
            text.substring(delivered.length() - Reference.trailing(delivered)));
    String head = teller.head(asked, random);
    String rest = teller.rest(asked, head, random);
    Optional<String> shown = told(Splice.anchored(delivered, anchor), head + rest);
    Optional<String> wished =
        switch (teller.outcome) {
          case EXACT ->
              Optional.of(text.substring(delivered.length()))
                  .filter(exact -> !isAmbiguous(delivered, anchor, head + rest));
          case AS_REFERENCE -> Reference.shown(delivered, Optional.of(anchor.text()), head + rest);
          case FAILURE -> Optional.empty();
        };
    if (!shown.equals(wished)) {
      String pattern =
          "%s, seed %d%n- delivered%n%s%n- anchor%n%s%n- head%n%s%n- rest%n%s%n"
              + "- shown%n%s%n- wished%n%s";
      fail(pattern.formatted(teller, SEED, delivered, anchor.text(), head, rest, shown, wished));
    }
  }

  // Where what was told may as well be another end of the text, it must not be joined.
  private static boolean isAmbiguous(String delivered, Anchor anchor, String answer) {
    return Reference.isAmbiguous(delivered, Optional.of(anchor.text()), answer);
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
