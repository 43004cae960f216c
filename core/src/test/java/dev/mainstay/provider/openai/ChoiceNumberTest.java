package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.DONE;
import static dev.mainstay.provider.openai.Asking.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"'choices':null,", "'choices':{},", ""})
  void chunkOfUsageWithoutChoicesHasAnEmptyListOfThem(String choices) {
    String answer =
        events(
            "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}]}",
            "{" + choices + Asking.USAGE + "}",
            DONE);

    Heard heard =
        Asking.over(ScriptedTransport.streaming(answer))
            .ask("{'messages':[],'stream':true,'stream_options':{'include_usage':true}}");

    assertThat(heard.chunks.getLast().array("choices")).hasValue(JsonArray.of());
    assertThat(heard.chunks.getLast().object("usage")).isPresent();
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
