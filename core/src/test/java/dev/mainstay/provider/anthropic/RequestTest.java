package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.ClaudeModel;
import dev.mainstay.provider.wire.UnsupportedException;
import dev.mainstay.transport.Headers;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A chat request as it goes out to Anthropic. */
class RequestTest {
  private static final String HELLO = "'messages':[{'role':'user','content':'Hello'}]";

  @Test
  void plainRequestIsAMessageWithALimit() {
    JsonObject sent = Asking.anybody().sent("{'model':'chat'," + HELLO + "}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'model':'claude-sonnet-4-5','max_tokens':64000,'messages':[{'role':'user',"
                    + "'content':[{'type':'text','text':'Hello'}]}]}"));
  }

  @Test
  void requestGoesToTheMessagesWithKeyAndVersion() {
    Asking asking = Asking.anybody();
    asking.ask("{" + HELLO + ",'stream':true,'anthropic_beta':['context-1m-2025-08-07']}");

    assertThat(asking.sent().uri()).isEqualTo(URI.create("https://api.anthropic.com/v1/messages"));
    Headers headers = asking.sent().headers();
    assertThat(headers.first("x-api-key")).hasValue(Asking.KEY);
    assertThat(headers.first("Authorization")).isEmpty();
    assertThat(headers.first("anthropic-version")).hasValue("2023-06-01");
    assertThat(headers.first("anthropic-beta")).hasValue("context-1m-2025-08-07");
    assertThat(headers.first("Accept")).hasValue("text/event-stream");
    assertThat(asking.sentBody().has("anthropic_beta")).isFalse();
    assertThat(asking.sentBody().flag("stream")).hasValue(true);
  }

  @Test
  void headersOfTheDeploymentGoBeforeTheDialects() {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("anthropic/claude-opus-4-6")
                    .withHeaders(
                        Headers.of(
                            "Authorization", "Bearer token-0123456789",
                            "anthropic-version", "2024-01-01",
                            "anthropic-beta", "a, b")));
    asking.ask("{" + HELLO + ",'anthropic_beta':['b','c']}");

    Headers headers = asking.sent().headers();
    assertThat(headers.first("x-api-key")).isEmpty();
    assertThat(headers.all("Authorization")).containsExactly("Bearer token-0123456789");
    assertThat(headers.all("anthropic-version")).containsExactly("2024-01-01");
    assertThat(headers.all("anthropic-beta")).containsExactly("a,b,c");
  }

  @ParameterizedTest
  @CsvSource({
    "https://host, https://host/v1/messages",
    "https://host/, https://host/v1/messages",
    "https://host/v1, https://host/v1/messages",
    "https://host/v1/, https://host/v1/messages",
    "https://host/v1/messages, https://host/v1/messages",
    "https://host/anthropic, https://host/anthropic/v1/messages",
    "https://host/a?b=c, https://host/a/v1/messages?b=c"
  })
  void baseUrlMayBeMoreOrLessOfTheAddress(String base, String expected) {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("anthropic/claude-opus-4-6")
                    .withKey(Asking.KEY)
                    .withEndpoint(URI.create(base)));
    asking.ask("{" + HELLO + "}");

    assertThat(asking.sent().uri()).isEqualTo(URI.create(expected));
  }

  @Test
  void missingKeyIsToldByTheNameOfItsVariable() {
    Failure failure =
        Asking.anybody()
            .of(Deployment.of("anthropic/claude-opus-4-6"))
            .ask("{" + HELLO + "}")
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.Unauthenticated.class);
    assertThat(failure.message()).contains("ANTHROPIC_API_KEY");
  }

  @Test
  void instructionsGoAheadAndNeighboursOfOneRoleAreOneTurn() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'system','content':'Be brief.'},"
                    + "{'role':'user','content':'One'},{'role':'user','content':'Two'},"
                    + "{'role':'assistant','content':'Three'},"
                    + "{'role':'developer','content':[{'type':'text','text':'Be kind.',"
                    + "'cache_control':{'type':'ephemeral'}}]},"
                    + "{'role':'user','content':'Four'}]}");

    assertThat(sent.array("system").orElseThrow())
        .isEqualTo(
            json("{'a':[{'type':'text','text':'Be brief.'},{'type':'text','text':'Be kind.',"
                    + "'cache_control':{'type':'ephemeral'}}]}")
                .array("a")
                .orElseThrow());
    assertThat(sent.array("messages").orElseThrow())
        .isEqualTo(
            json("{'a':[{'role':'user','content':[{'type':'text','text':'One'},"
                    + "{'type':'text','text':'Two'}]},"
                    + "{'role':'assistant','content':[{'type':'text','text':'Three'}]},"
                    + "{'role':'user','content':[{'type':'text','text':'Four'}]}]}")
                .array("a")
                .orElseThrow());
  }

  @Test
  void instructionsAloneAreTheUsersAndAGreetingHasATurnBeforeIt() {
    assertThat(messages("{'role':'system','content':'Go.'}"))
        .isEqualTo("[{'role':'user','content':[{'type':'text','text':'Go.'}]}]");
    assertThat(messages("{'role':'assistant','content':'Hi!'},{'role':'user','content':'Yo'}"))
        .startsWith(
            "[{'role':'user','content':[{'type':'text','text':'(The conversation begins.)'");
  }

  @Test
  void picturesAndFilesBecomeBlocks() {
    String sent =
        messages(
            "{'role':'user','content':["
                + "{'type':'image_url','image_url':{'url':'https://h/a.png','detail':'low'}},"
                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'},"
                + "'cache_control':{'type':'ephemeral'}},"
                + "{'type':'file','file':{'file_data':'data:application/pdf;base64,BBBB','filename':'a.pdf'}},"
                + "{'type':'file','file':{'file_id':'file_1'}},"
                + "{'type':'file','file':{'file_data':'data:text/plain;base64,SGk='}},"
                + "{'type':'search_result','source':'s','title':'t','content':[]}]}");

    assertThat(sent)
        .isEqualTo(
            "[{'role':'user','content':["
                + "{'type':'image','source':{'type':'url','url':'https://h/a.png'}},"
                + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AAAA'},"
                + "'cache_control':{'type':'ephemeral'}},"
                + "{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'BBBB'},"
                + "'title':'a.pdf'},"
                + "{'type':'document','source':{'type':'file','file_id':'file_1'}},"
                + "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'Hi'}},"
                + "{'type':'search_result','source':'s','title':'t','content':[]}]}]");
  }

  @Test
  void soundIsRefusedByName() {
    Asking asking = Asking.anybody();
    Failure failure =
        asking
            .ask(
                "{'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'QQ==','format':'wav'}}]}]}")
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).contains("anthropic").contains("input_audio");
    assertThat(asking.transport.calls).isEmpty();
  }

  @Test
  void toolsCallsAndTheirResultsOfSeveralTurns() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'Weather?'},"
                    + "{'role':'assistant','content':null,'tool_calls':["
                    + "{'id':'functions.f:0','type':'function','function':{'name':'f','arguments':'{\\'a\\':1}'}},"
                    + "{'id':'c2','type':'function','function':{'name':'g','arguments':''}}]},"
                    + "{'role':'tool','tool_call_id':'functions.f:0','content':'sunny'},"
                    + "{'role':'tool','tool_call_id':'c2','content':[{'type':'text','text':'warm'}],'is_error':true},"
                    + "{'role':'user','content':'And?'}],"
                    + "'tools':[{'type':'function','function':{'name':'f','description':'d',"
                    + "'parameters':{'type':'object','properties':{}},'strict':true}},"
                    + "{'type':'function','function':{'name':'g'}},"
                    + "{'type':'web_search_20250305','name':'web_search'}],"
                    + "'tool_choice':'required','parallel_tool_calls':false}"
                        .replace("\\'", "\\\\'"));

    assertThat(sent.array("tools").orElseThrow().toJson().replace('"', '\''))
        .isEqualTo(
            "[{'name':'f','description':'d','input_schema':{'type':'object','properties':{}},'strict':true},"
                + "{'name':'g','input_schema':{'type':'object','properties':{}}},"
                + "{'type':'web_search_20250305','name':'web_search'}]");
    assertThat(sent.object("tool_choice"))
        .hasValue(json("{'type':'any','disable_parallel_tool_use':true}"));
    assertThat(sent.array("messages").orElseThrow().toJson().replace('"', '\''))
        .isEqualTo(
            "[{'role':'user','content':[{'type':'text','text':'Weather?'}]},"
                + "{'role':'assistant','content':["
                + "{'type':'tool_use','id':'functions_f_0','name':'f','input':{'a':1}},"
                + "{'type':'tool_use','id':'c2','name':'g','input':{}}]},{'role':'user','content':["
                + "{'type':'tool_result','tool_use_id':'functions_f_0','content':'sunny'},"
                + "{'type':'tool_result','tool_use_id':'c2','content':[{'type':'text','text':'warm'}],"
                + "'is_error':true},{'type':'text','text':'And?'}]}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'auto' | {'type':'auto'}",
        "'none' | {'type':'none'}",
        "'required' | {'type':'any'}",
        "{'type':'function','function':{'name':'f'}} | {'type':'tool','name':'f'}",
        "{'type':'tool','name':'f'} | {'type':'tool','name':'f'}"
      })
  void choiceAmongTools(String choice, String expected) {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{"
                    + HELLO
                    + ",'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':"
                    + choice
                    + "}");

    assertThat(sent.object("tool_choice")).hasValue(json(expected));
  }

  @Test
  void thoughtsThatAnotherVendorSignedAreNotSent() {
    assertThat(
            messages(
                "{'role':'user','content':'q'},{'role':'assistant','content':'a','thinking_blocks':["
                    + "{'type':'thinking','thinking':'hm','signature':'gemini:0:sig'}]},"
                    + "{'role':'user','content':'r'}"))
        .doesNotContain("thinking")
        .doesNotContain("gemini");
  }

  @Test
  void thoughtsAreGivenBackAheadOfWhatWasSaid() {
    String sent =
        messages(
            "{'role':'user','content':'q'},{'role':'assistant','content':'a','reasoning_content':'hm',"
                + "'thinking_blocks':[{'type':'thinking','thinking':'hm','signature':'sig=='},"
                + "{'type':'redacted_thinking','data':'xyz'}]},{'role':'user','content':'r'}");

    assertThat(sent)
        .contains(
            "{'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'sig=='},"
                + "{'type':'redacted_thinking','data':'xyz'},{'type':'text','text':'a'}]}")
        .doesNotContain("reasoning_content");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "claude-sonnet-4-5 | low | {'type':'enabled','budget_tokens':1024} | -",
        "claude-sonnet-4-5 | medium | {'type':'enabled','budget_tokens':4096} | -",
        "claude-sonnet-4-5 | high | {'type':'enabled','budget_tokens':16384} | -",
        "claude-sonnet-4-5 | none | - | -",
        "claude-opus-4-6 | high | {'type':'adaptive'} | high",
        "claude-opus-4-6 | minimal | {'type':'adaptive'} | low",
        "claude-sonnet-5 | xhigh | {'type':'adaptive'} | max"
      })
  void effortIsABudgetOrAnEffort(String model, String effort, String thinking, String word) {
    JsonObject sent =
        Asking.anybody().of(model).sent("{" + HELLO + ",'reasoning_effort':'" + effort + "'}");

    assertThat(sent.object("thinking").map(JsonObject::toJson).orElse("-").replace('"', '\''))
        .isEqualTo(thinking);
    assertThat(sent.object("output_config").flatMap(c -> c.text("effort")).orElse("-"))
        .isEqualTo(word);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude-3-haiku-20240307",
        "claude-3-5-haiku-latest",
        "claude-3-5-sonnet-20241022",
        "claude-3.5-sonnet",
        "claude-2.1"
      })
  void effortOfAModelThatCannotThinkIsRefusedByNameOrDropped(String model) {
    String effort = "{" + HELLO + ",'reasoning_effort':'low'";
    Asking asking = Asking.anybody().of(model);
    Failure failure = asking.ask(effort + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue("reasoning_effort");
    assertThat(failure.message()).contains(model, "ParameterPolicy.withDropsUnsupported");
    assertThat(asking.transport.calls).isEmpty();
    assertThat(Asking.anybody().of(model).sent(effort + ",'drops_unsupported':true}").names())
        .containsExactly("model", "max_tokens", "messages");
    assertThat(Asking.anybody().of(model).sent("{" + HELLO + ",'reasoning_effort':'none'}").names())
        .containsExactly("model", "max_tokens", "messages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude-3-7-sonnet-20250219", "claude-opus-4-20250514", "kimi-k2"})
  void effortOfAModelThatThinksOrIsNotKnownIsSent(String model) {
    assertThat(
            Asking.anybody()
                .of(model)
                .sent("{" + HELLO + ",'reasoning_effort':'low'}")
                .has("thinking"))
        .isTrue();
  }

  @Test
  void budgetKeepsWithinTheLimitAndCallsWithoutThoughtsAreNotThoughtAbout() {
    String small = "{" + HELLO + ",'reasoning_effort':'high','max_completion_tokens':3000}";
    String tiny = "{" + HELLO + ",'reasoning_effort':'high','max_tokens':500}";
    String bare =
        "{'messages':[{'role':'user','content':'q'},{'role':'assistant','tool_calls':[{'id':'c',"
            + "'type':'function','function':{'name':'f','arguments':'{}'}}]},"
            + "{'role':'tool','tool_call_id':'c','content':'r'}],'reasoning_effort':'high'}";

    assertThat(Asking.anybody().sent(small).object("thinking"))
        .hasValue(json("{'type':'enabled','budget_tokens':1500}"));
    assertThat(Asking.anybody().sent(tiny).object("thinking")).isEmpty();
    assertThat(Asking.anybody().sent(bare).object("thinking")).isEmpty();
    assertThat(Asking.anybody().of("claude-opus-4-6").sent(bare).object("thinking")).isPresent();
  }

  @Test
  void whereAToolIsForcedAnEffortAsksForNoThoughts() {
    String asked =
        "{"
            + HELLO
            + ",'tools':[{'type':'function','function':{'name':'f'}}],'reasoning_effort':'high','tool_choice':";

    assertThat(Asking.anybody().sent(asked + "'required'}").has("thinking")).isFalse();
    assertThat(Asking.anybody().sent(asked + "'auto'}").has("thinking")).isTrue();
    assertThat(
            Asking.anybody()
                .sent(asked + "'required','thinking':{'type':'adaptive'}}")
                .has("thinking"))
        .isTrue();
  }

  @Test
  void schemaIsTheOutputsFormat() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{"
                    + HELLO
                    + ",'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':true,"
                    + "'schema':{'type':'object'}}}}");

    assertThat(sent.object("output_config"))
        .hasValue(json("{'format':{'type':'json_schema','schema':{'type':'object'}}}"));
    assertThat(sent.has("response_format")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'seed':1 | seed",
        "'response_format':{'type':'json_object'} | response_format",
        "'n':2 | n",
        "'logprobs':true | logprobs",
        "'service_tier':'flex' | service_tier",
        "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'allowed_tools','allowed_tools':{}}"
            + " | tool_choice"
      })
  void whatHasNoCounterpartIsRefusedByNameBeforeAnythingIsSent(String member, String param) {
    Asking asking = Asking.anybody();
    Failure failure = asking.ask("{" + HELLO + "," + member + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue(param);
    assertThat(failure.message()).contains("anthropic").contains(param);
    assertThat(asking.transport.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'seed':1",
        "'response_format':{'type':'json_object'}",
        "'n':2",
        "'service_tier':'flex'"
      })
  void whatHasNoCounterpartIsDroppedWhereSaidSo(String member) {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("anthropic/claude-opus-4-6")
                    .withKey(Asking.KEY)
                    .withParameters(ParameterPolicy.strict().withDropsUnsupported(true)));
    JsonObject sent = asking.sent("{" + HELLO + "," + member + "}");

    assertThat(sent.names()).containsExactly("model", "max_tokens", "messages");
  }

  @Test
  void requestItselfMaySayWhatBecomesOfParameters() {
    String dropping = ",'seed':1,'n':2,'drops_unsupported':true}";
    String byName = ",'seed':1,'temperature':0.1,'dropped_params':['seed','temperature']}";
    String allowing = ",'seed':1,'allowed_params':['seed']}";

    assertThat(Asking.anybody().sent("{" + HELLO + dropping).names())
        .containsExactly("model", "max_tokens", "messages");
    assertThat(Asking.anybody().sent("{" + HELLO + byName).names())
        .containsExactly("model", "max_tokens", "messages");
    assertThat(Asking.anybody().sent("{" + HELLO + allowing).number("seed").orElse(0)).isEqualTo(1);
  }

  @Test
  void pathsLeadToWhatIsLeftOut() {
    String tool = "'tools':[{'type':'function','function':{'name':'f','strict':true}}]";
    String dropping = ",'dropped_params':['tools[*].function.strict','metadata.user_id']}";
    JsonObject sent =
        Asking.anybody().sent("{" + HELLO + ",'metadata':{'user_id':'u'}," + tool + dropping);

    assertThat(sent.has("metadata")).isFalse();
    assertThat(sent.array("tools").orElseThrow().objects().findFirst().orElseThrow().names())
        .containsExactly("name", "input_schema");
  }

  @Test
  void textThatSaysTrueDrops() {
    assertThat(Asking.anybody().sent("{" + HELLO + ",'seed':1,'drops_unsupported':'True'}").names())
        .containsExactly("model", "max_tokens", "messages");
  }

  @Test
  void idsThatDifferStayDifferentAndMeetTheirResults() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'q'},{'role':'assistant','tool_calls':["
                    + "{'id':'a:1','type':'function','function':{'name':'f','arguments':'{}'}},"
                    + "{'id':'a.1','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                    + "{'role':'tool','tool_call_id':'a.1','content':'second'},"
                    + "{'role':'tool','tool_call_id':'a:1','content':'first'}]}");

    List<JsonObject> blocks =
        sent.array("messages")
            .orElseThrow()
            .objects()
            .skip(1)
            .flatMap(turn -> turn.array("content").orElseThrow().objects())
            .toList();
    assertThat(blocks.stream().map(block -> block.text("id").or(() -> block.text("tool_use_id"))))
        .extracting(Optional::orElseThrow)
        .containsExactly("a_1", "a_1_2", "a_1_2", "a_1");
  }

  @Test
  void extraBodyIsMoreOfTheRequest() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{"
                    + HELLO
                    + ",'top_k':5,'extra_body':{'top_k':9,'temperature':0.5,'mcp_servers':[],'stream':true}}");

    assertThat(sent.without(Set.of("model", "max_tokens", "messages")))
        .isEqualTo(json("{'top_k':5,'temperature':0.5,'mcp_servers':[]}"));
    assertThat(Asking.anybody().sent("{" + HELLO + ",'extra_body':null}").names())
        .containsExactly("model", "max_tokens", "messages");
  }

  @Test
  void extraBodyThatIsNoObjectIsRefusedByName() {
    Asking asking = Asking.anybody();
    Failure failure = asking.ask("{" + HELLO + ",'extra_body':'top_k'}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue("extra_body");
    assertThat(asking.transport.calls).isEmpty();
  }

  @Test
  void restIsNamedOrPassed() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{"
                    + HELLO
                    + ",'stop':['a','b'],'temperature':0.5,'top_p':0.9,'max_tokens':7,'user':'u',"
                    + "'store':true,'metadata':{'x':'y'},'stream_options':{},'service_tier':'auto',"
                    + "'top_k':5,'thinking':{'type':'disabled'}}");

    assertThat(sent.without(java.util.Set.of("messages", "model")))
        .isEqualTo(
            json(
                "{'max_tokens':7,'stop_sequences':['a','b'],'thinking':{'type':'disabled'},"
                    + "'service_tier':'auto','metadata':{'user_id':'u'},'temperature':0.5,'top_p':0.9,"
                    + "'top_k':5}"));
  }

  @Test
  void lastMessageOfTheAssistantsIsABeginningWithoutWhiteSpaceAtItsEnd() {
    String sent =
        messages(
            "{'role':'user','content':'q'},{'role':'assistant','content':'Once upon"
                + " \\n','prefix':true}");

    assertThat(sent)
        .endsWith("{'role':'assistant','content':[{'type':'text','text':'Once upon'}]}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'  '",
        "'\\n\\t'",
        "[{'type':'text','text':' '}]",
        "[{'type':'text','text':' ','cache_control':{'type':'ephemeral'}},' ']",
        "[{'type':'refusal','refusal':' '}]"
      })
  void textOfWhiteSpaceAloneIsNotSent(String white) {
    String question = "{'role':'user','content':'q'}";
    String sent = "[{'role':'user','content':[{'type':'text','text':'q'}";

    assertThat(messages("{'role':'system','content':" + white + "}," + question))
        .isEqualTo(sent + "]}]");
    assertThat(messages(question + ",{'role':'assistant','content':" + white + "}"))
        .isEqualTo(sent + "]}]");
    assertThat(messages(question + ",{'role':'assistant','content':" + white + "}," + question))
        .isEqualTo(sent + ",{'type':'text','text':'q'}]}]");
  }

  @ParameterizedTest
  @CsvSource({
    "claude-3-haiku-20240307, 4096, true",
    "claude-3-5-sonnet-20241022, 8192, true",
    "claude-3-7-sonnet-20250219, 64000, true",
    "claude-opus-4-20250514, 32000, true",
    "claude-opus-4-1-20250805, 32000, true",
    "claude-sonnet-4-20250514, 64000, true",
    "claude-sonnet-4-5-20250929, 64000, true",
    "claude-haiku-4-5, 64000, true",
    "claude-opus-4-5@20251101, 64000, true",
    "us.anthropic.claude-opus-4-6-v1:0, 64000, false",
    "claude-sonnet-4.6, 64000, false",
    "claude-opus-5, 64000, false",
    "kimi-k2, 8192, false"
  })
  void whatAModelsNameTells(String name, int limit, boolean prefill) {
    ClaudeModel model = ClaudeModel.of(name);

    assertThat(model.outputLimit()).isEqualTo(limit);
    assertThat(model.takesPrefill()).isEqualTo(prefill);
  }

  private static String messages(String messages) {
    return Asking.anybody()
        .sent("{'messages':[" + messages + "]}")
        .array("messages")
        .orElseThrow()
        .toJson()
        .replace('"', '\'');
  }

  /** The API would answer 400, and no fallback would be asked. */
  @Test
  void modelThatCannotThinkIsNotAskedTo() {
    String thinks =
        "{" + HELLO + ",'thinking':{'type':'enabled','budget_tokens':2048},'drops_unsupported':";
    Asking asking = Asking.anybody().of("claude-3-5-sonnet-20241022");

    Failure failure = asking.ask(thinks + "false}").failure.orElseThrow();

    assertThat(asking.transport.calls).isEmpty();
    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message())
        .isEqualTo(
            "anthropic does not take 'thinking' for 'claude-3-5-sonnet-20241022'; "
                + UnsupportedException.OR_DROP);
    assertThat(Asking.anybody().of("claude-3-5-sonnet-20241022").sent(thinks + "true}").names())
        .doesNotContain("thinking");
    assertThat(
            Asking.anybody()
                .of("claude-3-5-sonnet-20241022")
                .sent("{" + HELLO + ",'thinking':{'type':'disabled'}}")
                .names())
        .contains("model");
  }
}
