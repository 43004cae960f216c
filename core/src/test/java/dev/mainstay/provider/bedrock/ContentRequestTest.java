package dev.mainstay.provider.bedrock;

import static dev.mainstay.provider.bedrock.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.Heard;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to Bedrock of pictures and other parts, schemas, cache marks and thoughts. */
class ContentRequestTest {
  private static final String NOVA = "amazon.nova-2-lite-v1:0";
  private static final String LLAMA = "meta.llama3-3-70b-instruct-v1:0";
  private static final String PNG = "data:image/png;base64,QUJD";

  @Test
  void picturesDocumentsFilmsAndSounds() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':[{'type':'text','text':'Look'},"
                    + "{'type':'image_url','image_url':{'url':'"
                    + PNG
                    + "','detail':'high'}},"
                    + "{'type':'image_url','image_url':'data:image/jpeg;base64,QQ=='},"
                    + "{'type':'image_url','image_url':{'url':'s3://b/k.webp'}},{'type':'file','file':{'filename':'My_Report"
                    + "  2.pdf','file_data':'data:application/pdf;base64,QQ=='}},{'type':'file','file':{'filename':'My_Report"
                    + "  2.md','file_data':'data:text/markdown;base64,QQ=='}},"
                    + "{'type':'file','file':{'file_data':'data:text/csv;base64,QQ=='}},"
                    + "{'type':'video_url','video_url':{'url':'data:video/3gpp;base64,QQ=='}},"
                    + "{'type':'input_audio','input_audio':{'data':'QQ==','format':'mp3'}}]}]}");

    assertThat(sent.array("messages").orElseThrow().objects().findFirst().orElseThrow())
        .isEqualTo(
            json(
                "{'role':'user','content':[{'text':'Look'},"
                    + "{'image':{'format':'png','source':{'bytes':'QUJD'}}},"
                    + "{'image':{'format':'jpeg','source':{'bytes':'QQ=='}}},"
                    + "{'image':{'format':'webp','source':{'s3Location':{'uri':'s3://b/k.webp'}}}},{'document':{'format':'pdf','name':'My-Report"
                    + " 2','source':{'bytes':'QQ=='}}},{'document':{'format':'md','name':'My-Report"
                    + " 2 (2)','source':{'bytes':'QQ=='}}},"
                    + "{'document':{'format':'csv','name':'document','source':{'bytes':'QQ=='}}},"
                    + "{'video':{'format':'three_gp','source':{'bytes':'QQ=='}}},"
                    + "{'audio':{'format':'mp3','source':{'bytes':'QQ=='}}}]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'image_url','image_url':{'url':'https://host/a.png'}}",
        "{'type':'image_url','image_url':{'url':'http://169.254.169.254/latest'}}",
        "{'type':'image_url','image_url':{'url':'data:image/tiff;base64,QQ=='}}",
        "{'type':'file','file':{'file_id':'file-1'}}",
        "{'type':'search_result','source':'s'}",
        "{'type':'document','source':{'type':'url','url':'https://host'}}"
      })
  void whatWouldHaveToBeFetchedOrIsOfNoKnownFormIsRefusedByName(String part) {
    Asking asking = Asking.anybody();

    Heard heard = asking.ask("{'messages':[{'role':'user','content':[" + part + "]}]}");

    assertThat(heard.failure).get().isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(heard.failure.orElseThrow().detail().param()).hasValue("messages");
    assertThat(asking.transport.calls).isEmpty();
  }

  @Test
  void cachePointsStandBehindWhatIsMarked() {
    String mark = "'cache_control':{'type':'ephemeral'}";
    String request =
        "{'messages':[{'role':'system','content':[{'type':'text','text':'s',"
            + mark
            + "}]},"
            + "{'role':'user','content':[{'type':'text','text':'u',"
            + "'cache_control':{'type':'ephemeral','ttl':'1h'}},{'type':'text','text':'v'}]},"
            + "{'role':'assistant','content':'a',"
            + mark
            + "},{'role':'user','content':'b'}],"
            + "'tools':[{'type':'function','function':{'name':'f'},"
            + mark
            + "}]}";

    JsonObject sent = Asking.anybody().sent(request);

    String point = "{'cachePoint':{'type':'default'}}";
    assertThat(sent)
        .isEqualTo(
            json(
                "{'messages':[{'role':'user','content':[{'text':'u'},"
                    + "{'cachePoint':{'type':'default','ttl':'1h'}},{'text':'v'}]},"
                    + "{'role':'assistant','content':[{'text':'a'},"
                    + point
                    + "]},"
                    + "{'role':'user','content':[{'text':'b'}]}],"
                    + "'system':[{'text':'s'},"
                    + point
                    + "],"
                    + "'toolConfig':{'tools':[{'toolSpec':{'name':'f','inputSchema':{'json':"
                    + "{'type':'object','properties':{}}}}},"
                    + point
                    + "]}}"));
    assertThat(Asking.anybody().of(LLAMA).sent(request).toJson()).doesNotContain("cache");
    assertThat(Asking.anybody().of(NOVA).sent(request).toJson()).contains("cachePoint");
  }

  @Test
  void schemaIsAText() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[],'response_format':{'type':'json_schema','json_schema':{'name':'n',"
                    + "'description':'d','strict':true,'schema':{'type':'object','properties':{}}}}}");

    JsonObject schema =
        sent.object("outputConfig")
            .flatMap(o -> o.object("textFormat"))
            .flatMap(o -> o.object("structure"))
            .flatMap(o -> o.object("jsonSchema"))
            .orElseThrow();
    assertThat(schema)
        .isEqualTo(
            JsonObject.builder()
                .put("name", "n")
                .put("description", "d")
                .put("schema", json("{'type':'object','properties':{}}").toJson())
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "anthropic.claude-sonnet-4-5-v1:0|{'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':16384}}}",
        "global.anthropic.claude-opus-4-6-v1|{'additionalModelRequestFields':{'thinking':{'type':'adaptive'}},'outputConfig':{'effort':'high'}}",
        "us.amazon.nova-2-lite-v1:0|{'additionalModelRequestFields':{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'high'}}}",
        "openai.gpt-oss-120b-1:0|{'additionalModelRequestFields':{'reasoning_effort':'high'}}"
      })
  void effortIsAskedForInEachFamilysWords(String model, String asked) {
    String request = "{'messages':[],'reasoning_effort':'high'}";

    JsonObject sent = Asking.anybody().of(model).sent(request);

    assertThat(sent.without(Set.of("messages"))).isEqualTo(json(asked));
    assertThat(Asking.anybody().of(model).sent("{'messages':[],'reasoning_effort':'none'}"))
        .isEqualTo(json("{'messages':[]}"));
  }

  @Test
  void thoughtsAreGivenBackToClaudeAlone() {
    String request =
        "{'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'y',"
            + "'reasoning_content':'hm','thinking_blocks':["
            + "{'type':'thinking','thinking':'hm','signature':'c2ln'},"
            + "{'type':'thinking','thinking':'foreign','signature':''},"
            + "{'type':'thinking','thinking':'foreign','signature':'gemini:0:c2ln'},"
            + "{'type':'redacted_thinking','data':'QUJD'}]},{'role':'user','content':'z'}]}";

    JsonObject claude = Asking.anybody().sent(request);
    JsonObject llama = Asking.anybody().of(LLAMA).sent(request);

    assertThat(content(claude, 1))
        .isEqualTo(
            json("{'c':[{'reasoningContent':{'reasoningText':{'text':'hm','signature':'c2ln'}}},"
                    + "{'reasoningContent':{'redactedContent':'QUJD'}},{'text':'y'}]}")
                .array("c")
                .orElseThrow());
    assertThat(content(llama, 1)).isEqualTo(JsonArray.of(json("{'text':'y'}")));
  }

  @Test
  void claudeOnABudgetIsNotAskedToThinkWhereItsThoughtsAreLostOrAToolIsForced() {
    String lost =
        "{'messages':[{'role':'user','content':'x'},{'role':'assistant','tool_calls':[{'id':'1',"
            + "'function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'1',"
            + "'content':'y'}],'tools':[{'type':'function','function':{'name':'f'}}],"
            + "'reasoning_effort':'low'}";

    assertThat(Asking.anybody().sent(lost).has("additionalModelRequestFields")).isFalse();
    assertThat(
            Asking.anybody()
                .sent(
                    ToolRequestTest.withTool(",'tool_choice':'required','reasoning_effort':'low'"))
                .has("additionalModelRequestFields"))
        .isFalse();
  }

  private static JsonValue content(JsonObject sent, int turn) {
    return sent.array("messages")
        .orElseThrow()
        .objects()
        .toList()
        .get(turn)
        .get("content")
        .orElse(new JsonString(""));
  }

  @Test
  void lastTextEndsWithoutWhiteSpaceAlsoBeforeACachePoint() {
    JsonObject sent =
        Asking.anybody()
            .of("anthropic.claude-sonnet-4-5-v1:0")
            .sent(
                "{'messages':[{'role':'user','content':'q'},{'role':'assistant','content':[{'type':"
                    + "'text','text':'So far ','cache_control':{'type':'ephemeral'}}]}]}");

    assertThat(sent.array("messages").orElseThrow().toJson())
        .endsWith("[{\"text\":\"So far\"},{\"cachePoint\":{\"type\":\"default\"}}]}]");
  }
}
