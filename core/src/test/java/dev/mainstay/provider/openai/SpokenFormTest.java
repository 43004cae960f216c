package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever answers, clients of OpenAI's find what was thought in {@code reasoning_content}, and the
 * content as one text.
 */
class SpokenFormTest {
  private static final String ONE_LINE_EACH =
      """
      {'reasoning':'hm'} | {'reasoning':'hm','reasoning_content':'hm'}
      {'reasoning':'hm','reasoning_content':null,'content':''} | {'reasoning':'hm','reasoning_content':'hm','content':''}
      {'reasoning_content':'hm','reasoning':'hm'} | {'reasoning_content':'hm','reasoning':'hm'}
      {'reasoning':'','content':'a'} | {'reasoning':'','content':'a'}
      {'reasoning_details':[{'type':'reasoning.summary','summary':'hm'}]} | {'reasoning_details':[{'type':'reasoning.summary','summary':'hm'}],'reasoning_content':'hm'}
      {'content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}],'closed':true}]} | {'content':null,'reasoning_content':'hm'}
      {'content':[{'type':'thinking','thinking':'hm'},{'type':'text','text':'a'},null,{'text':'b'}]} | {'content':'ab','reasoning_content':'hm'}
      {'content':[{'type':'text','text':'a'},{'type':'reference','reference_ids':[1]}]} | {'content':'a','content_parts':[{'type':'reference','reference_ids':[1]}]}
      {'content':[{'type':'refusal','refusal':'no'}]} | {'content':null,'refusal':'no'}
      {'content':[]} | {'content':null}
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = ONE_LINE_EACH)
  void deltaIsInOpenAisForm(String told, String form) {
    JsonObject chunk = Asking.stream(events(Asking.delta(told), finish("stop"))).chunks.getFirst();

    assertThat(said(chunk, "delta")).isEqualTo(json(form));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = ONE_LINE_EACH)
  void messageIsInOpenAisForm(String told, String form) {
    String answer = "{'choices':[{'index':0,'message':%s,'finish_reason':'stop'}]}";

    JsonObject chunk = Asking.plain(json(answer.formatted(told)).toJson()).chunks.getFirst();

    assertThat(said(chunk, "message")).isEqualTo(json(form));
  }

  private static JsonObject said(JsonObject chunk, String member) {
    return chunk
        .array("choices")
        .orElseThrow()
        .objects()
        .findFirst()
        .flatMap(choice -> choice.object(member))
        .orElseThrow();
  }
}
