package dev.mainstay.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.transport.Headers.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadersTest {
  private final Headers headers = Headers.of("X-A", "1", "x-b", "2", "x-a", "3");

  @Test
  void namesAreFoundWithoutRegardToCase() {
    assertThat(headers.first("x-A")).hasValue("1");
    assertThat(headers.all("X-a")).containsExactly("1", "3");
    assertThat(headers.first("x-c")).isEmpty();
    assertThat(headers.all("x-c")).isEmpty();
  }

  @Test
  void orderAndCaseStayAsTheyCame() {
    List<String> seen = new ArrayList<>();

    headers.forEach((name, value) -> seen.add(name + "=" + value));

    assertThat(seen).containsExactly("X-A=1", "x-b=2", "x-a=3");
    assertThat(headers.entries())
        .containsExactly(new Field("X-A", "1"), new Field("x-b", "2"), new Field("x-a", "3"));
  }

  @Test
  void settingANameReplacesAllItsValues() {
    assertThat(headers.with("x-A", "4").entries())
        .containsExactly(new Field("x-b", "2"), new Field("x-A", "4"));
    assertThat(headers.all("x-a")).containsExactly("1", "3");
    assertThat(Headers.none().with("a", "").first("A")).hasValue("");
  }

  @Test
  void sameEntriesInTheSameOrderAreEqual() {
    assertThat(headers)
        .isEqualTo(Headers.of("X-A", "1", "x-b", "2", "x-a", "3"))
        .hasSameHashCodeAs(Headers.of("X-A", "1", "x-b", "2", "x-a", "3"))
        .isNotEqualTo(Headers.of("x-b", "2", "X-A", "1", "x-a", "3"));
  }

  @Test
  void entriesAreCopiedAndCannotBeChanged() {
    List<Field> entries = new ArrayList<>(headers.entries());

    Headers copy = Headers.of(entries);
    entries.clear();

    assertThat(copy).isEqualTo(headers);
    assertThatThrownBy(() -> copy.entries().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void nameWithoutAValueIsRefused() {
    assertThatThrownBy(() -> Headers.of("a", "1", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3");
  }

  @Test
  void valuesAreNotPrintedSinceTheyMayBeKeys() {
    assertThat(Headers.of("authorization", "Bearer sk-1", "accept", "*/*"))
        .hasToString("[authorization, accept]");
    assertThat(new Field("authorization", "Bearer sk-1")).hasToString("authorization");
  }
}
