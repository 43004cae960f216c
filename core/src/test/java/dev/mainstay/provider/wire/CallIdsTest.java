package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallIdsTest {
  private final CallIds ids = new CallIds(c -> c == '_' || c == '-', 12);

  @Test
  void whatIsTakenStaysAsItIs() {
    assertThat(ids.of("call_1-aB")).isEqualTo("call_1-aB");
  }

  @Test
  void idsThatDifferStayDifferentOnceCleaned() {
    assertThat(ids.of("a:1")).isEqualTo("a_1");
    assertThat(ids.of("a.1")).isEqualTo("a_1_2");
    assertThat(ids.of("a_1")).isEqualTo("a_1_3");
    assertThat(ids.of("a.1")).isEqualTo("a_1_2");
  }

  @Test
  void longOnesAreCutAndStayDifferent() {
    assertThat(ids.of("functions.weather:0")).isEqualTo("functions_we");
    assertThat(ids.of("functions.weather:1")).isEqualTo("functions__2");
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
      written.add(ids.of(id.toString()));
    }

    assertThat(written).hasSameSizeAs(given).allMatch(id -> id.length() <= 12);
  }
}
