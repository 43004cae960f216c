package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.5: which list is for which failure. */
class FallbacksTest {
  private static final FailureDetail DETAIL = FailureDetail.of("it went wrong");
  private static final Fallbacks ALL =
      Fallbacks.none()
          .withGeneric(Map.of("chat", List.of("own"), Fallbacks.ANY, List.of("any")))
          .withContextWindow(Map.of("chat", List.of("larger")))
          .withContentPolicy(Map.of("chat", List.of("lenient")))
          .withDefault(List.of("last"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # failure       | of    | after a hop of the group | and of one to a fallback
          server error    | chat  | own last                 | own last
          server error    | other | any last                 | any last
          too long        | chat  | larger                   | larger
          too long        | other | any last                 | any last
          refused         | chat  | lenient                  | lenient
          refused         | other | ''                       | any last
          bad request     | chat  | ''                       | own last
          """)
  void listIsThatOfTheFailure(String failure, String group, String first, String inFallback) {
    assertThat(String.join(" ", ALL.after(group, failure(failure), false))).isEqualTo(first);
    assertThat(String.join(" ", ALL.after(group, failure(failure), true))).isEqualTo(inFallback);
  }

  @Test
  void requestsOwnListReplacesTheGenericAndTheDefaultOnes() {
    Fallbacks own = ALL.overriddenByRequest("chat", Optional.of(List.of("mine")));

    assertThat(own.general("chat")).containsExactly("mine");
    assertThat(own.after("chat", failure("too long"), false)).containsExactly("larger");
    assertThat(own.forContentPolicy("chat")).containsExactly("lenient");
    assertThat(ALL.overriddenByRequest("chat", Optional.empty())).isSameAs(ALL);
  }

  @Test
  void requestThatWantsNoneHasNoneOfAnyKind() {
    Fallbacks none = ALL.overriddenByRequest("chat", Optional.of(List.of()));

    for (String failure : List.of("server error", "too long", "refused")) {
      assertThat(none.after("chat", failure(failure), false)).isEmpty();
    }
    assertThat(none.forContentPolicy("chat")).isEmpty();
  }

  private static Failure failure(String text) {
    return switch (text) {
      case "server error" -> new Failure.ServerError(DETAIL);
      case "too long" -> new Failure.ContextWindowExceeded(DETAIL);
      case "refused" -> new Failure.ContentPolicyViolation(DETAIL);
      case "bad request" -> new Failure.BadRequest(DETAIL);
      default -> throw new AssertionError(text);
    };
  }
}
