package dev.mainstay.temporal.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberedEventTest {
  @Test
  void idIsWhatAReaderSendsBack() {
    assertThat(NumberedEvent.idOf("57")).isEqualTo(57);
    assertThat(NumberedEvent.idOf(" 57 ")).isEqualTo(57);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "-1", "1.5", "1e9", "99999999999999999999", "\u0661", "1\n2", "null"})
  void whatIsNoIdOfOursIsTheBeginning(String id) {
    assertThat(NumberedEvent.idOf(id)).isZero();
  }
}
