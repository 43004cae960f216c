package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallIdsTest {
  private final CallIds ids = new CallIds(c -> c == '_' || c == '-', 12);

  @Test
  void whatIsTakenStaysAsItIs() {
    assertThat(ids.ofResult("call_1-aB")).isEqualTo("call_1-aB");
  }

  @Test
  void idsThatDifferStayDifferentOnceCleaned() {
    assertThat(ids.ofResult("a:1")).isEqualTo("a_1");
    assertThat(ids.ofResult("a.1")).isEqualTo("a_1_2");
    assertThat(ids.ofResult("a_1")).isEqualTo("a_1_3");
    assertThat(ids.ofResult("a.1")).isEqualTo("a_1_2");
  }

  @Test
  void longOnesAreCutAndStayDifferent() {
    assertThat(ids.ofResult("functions.weather:0")).isEqualTo("functions_we");
    assertThat(ids.ofResult("functions.weather:1")).isEqualTo("functions__2");
  }

  /**
   * As of servers that number the calls of each answer anew; Claude refuses an id that is twice.
   */
  @Test
  void idThatAnotherTurnHadIsAnother() {
    assertThat(ids.ofCall("call_0")).isEqualTo("call_0");
    assertThat(ids.ofResult("call_0")).isEqualTo("call_0");
    assertThat(ids.ofCall("call_0")).isEqualTo("call_0_2");
    assertThat(ids.ofCall("call_1")).isEqualTo("call_1");
    assertThat(ids.ofResult("call_0")).isEqualTo("call_0_2");
    assertThat(ids.ofCall("call_0")).isEqualTo("call_0_3");
    assertThat(ids.ofResult("call_1")).isEqualTo("call_1");
  }

  @Test
  void noTwoOfAnyBecomeOne() {
    Random random = new Random(7);
    Set<String> given = new HashSet<>();
    Set<String> written = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      StringBuilder id = new StringBuilder();
      random.ints(random.nextInt(16), 0, 4).forEach(c -> id.append("a_:2".charAt(c)));
      given.add(id.toString());
      written.add(ids.ofResult(id.toString()));
    }

    assertThat(written).hasSameSizeAs(given).allMatch(id -> id.length() <= 12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // All are the same once cleaned.
        "a%2$c",
        // So are the second half, and what they would be next is written so already.
        "a_%1$d a%2$c",
        // Pairs are the same once cleaned, and what they would be next is the same once cut.
        "abcdefghi%2$c abcdefgh%1$03x. abcdefgh%1$03x:"
      })
  void whatIsTriedGrowsWithTheIdsAndNotFaster(String forms) {
    List<String> each = List.of(forms.split(" "));
    long once = tries(each, 300);
    long twice = tries(each, 600);

    assertThat(twice).isLessThanOrEqualTo(once * 21 / 10);
    assertThat(once).isLessThan(3L * each.size() * 300);
  }

  /** How many are tried for {@code count} ids of each form: a number, and a character to clean. */
  private static long tries(List<String> forms, int count) {
    Counted written = new Counted();
    CallIds counted = new CallIds(c -> c == '_', 12, written);
    for (String form : forms) {
      for (int i = 0; i < count; i++) {
        counted.ofCall(form.formatted(i, '\u4e00' + i));
      }
    }
    return written.tries;
  }

  private static final class Counted extends HashSet<String> {
    private static final long serialVersionUID = 1;
    long tries;

    @Override
    public boolean add(String id) {
      tries++;
      return super.add(id);
    }
  }
}
