package dev.mainstay.temporal.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
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

  @Test
  void firstConnectionHasNoHeaderAndBeginsAtTheBeginning() {
    assertThat(NumberedEvent.idOf(null)).isZero();
  }

  // As of a provider that answers a stream's request with JSON that is laid out for people.
  @Test
  void answerOfSeveralLinesIsOneLineOfData() {
    String json = "{\r\n  \"text\": \"one\\ntwo\"\n}";

    String sse = new NumberedEvent(7, new SinkEvent.Done(Json.parseObject(json))).sse();

    assertThat(sse).isEqualTo("id: 7\nevent: done\ndata: {    \"text\": \"one\\ntwo\" }\n\n");
  }
}
