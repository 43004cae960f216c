package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** SEMANTICS 3.1: other names for model groups, as LiteLLM's model_group_alias. */
class AliasesTest {
  private static final Aliases ALIASES =
      new Aliases(
          List.of(
              Alias.of("gpt-4", "gpt-4o"),
              Alias.of("gpt-4o", "gpt-5"),
              new Alias("old", "gpt-4o", true)));

  @Test
  void aliasLeadsToItsGroupAndNoFurther() {
    assertThat(ALIASES.resolve("gpt-4")).isEqualTo("gpt-4o");
    assertThat(ALIASES.resolve("gpt-4o")).isEqualTo("gpt-5");
    assertThat(ALIASES.resolve("old")).isEqualTo("gpt-4o");
  }

  @Test
  void nameThatIsNoAliasStaysAsItIs() {
    assertThat(ALIASES.resolve("gpt-5")).isEqualTo("gpt-5");
    assertThat(Aliases.none().resolve("gpt-4")).isEqualTo("gpt-4");
  }

  @Test
  void hiddenOnesAreNotShown() {
    assertThat(ALIASES.shown()).containsExactly("gpt-4", "gpt-4o");
    assertThat(ALIASES.all()).extracting(Alias::name).containsExactly("gpt-4", "gpt-4o", "old");
  }

  @Test
  void aliasesAreWhatTheySayInTheirOrder() {
    Alias one = Alias.of("a", "b");
    Alias other = Alias.of("c", "d");

    assertThat(new Aliases(List.of(one, other)))
        .isEqualTo(new Aliases(List.of(one, other)))
        .hasSameHashCodeAs(new Aliases(List.of(one, other)))
        .isNotEqualTo(new Aliases(List.of(other, one)));
    assertThat(new Aliases(List.of())).isEqualTo(Aliases.none()).doesNotHaveSameHashCodeAs(ALIASES);
  }

  @Test
  void twoOfOneNameAreRefused() {
    assertThatThrownBy(() -> new Aliases(List.of(Alias.of("a", "b"), Alias.of("a", "c"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are two aliases called 'a'; give one another name");
  }
}
