package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.DONE;
import static dev.mainstay.provider.openai.Asking.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.Heard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients put choices together by their numbers: the JSON has those of the events. */
class ChoiceNumberTest {
  @Test
  void choicesWithoutANumberAreNumberedForClients() {
    String choice = "{'delta':{'content':'a'},'finish_reason':'stop'}";

    Heard heard = Asking.stream(events("{'choices':[" + choice + "," + choice + "]}", DONE));

    assertThat(numbers(heard.chunks.getFirst())).isEqualTo("0 1 ");
  }

  @Test
  void choicesOfAPlainAnswerAreNumberedToo() {
    Heard heard =
        Asking.plain(
            Asking.json(
                    "{'choices':[{'message':{'content':'a'},'finish_reason':'stop'},"
                        + "{'message':{'content':'b'},'finish_reason':'stop'}]}")
                .toJson());

    assertThat(numbers(heard.chunks.getFirst())).isEqualTo("0 1 ");
  }

  @ParameterizedTest
  @CsvSource({"-5, 0", "1e999999999, 2147483647", "0.9, 0"})
  void numberThatIsNoneIsWrittenAsItIsHeard(String told, String heard) {
    String chunk = "{'choices':[{'index':%s,'delta':{'content':'a'},'finish_reason':'stop'}]}";

    Heard answer = Asking.stream(events(chunk.formatted(told), DONE));

    assertThat(answer.chunks.getFirst()).isEqualTo(Asking.json(chunk.formatted(heard)));
  }

  private static String numbers(JsonObject chunk) {
    StringBuilder numbers = new StringBuilder();
    chunk
        .array("choices")
        .orElseThrow()
        .objects()
        .forEach(choice -> numbers.append(choice.number("index").orElse(-1)).append(' '));
    return numbers.toString();
  }
}
