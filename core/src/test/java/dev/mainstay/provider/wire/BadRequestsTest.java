package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.KnownProviders;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong in a request is refused before anything is sent, whoever is asked: by the
 * parameter's name, the provider's, and with a remedy.
 */
class BadRequestsTest {
  private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";
  // What is right, or what to do.
  private static final Pattern REMEDY =
      Pattern.compile(
          "\\w+ takes '\\w+' (as|with) .*"
              + "|.*(; |, or )(use|write|send|give|set|leave|make|remove|say|put) .*",
          Pattern.DOTALL);
  private static final String TOOL = "{'type':'function','function':{'name':'f'}}";

  /** What nobody can read, with the parameter that is to blame. */
  private static final Map<String, String> MALFORMED = new TreeMap<>();

  /** What vendors of OpenAI's dialect may know, and others do not. */
  private static final Map<String, String> UNKNOWN = new TreeMap<>();

  static {
    MALFORMED.put("'messages':{'role':'user','content':'Hi'}", "messages");
    MALFORMED.put("'messages':'Hi'", "messages");
    MALFORMED.put("'messages':['Hi']", "messages");
    MALFORMED.put("'messages':[[]]", "messages");
    for (String content :
        new String[] {"{'type':'text','text':'Hi'}", "7", "true", "[7]", "[[]]", "[null]"}) {
      MALFORMED.put("'messages':[{'role':'user','content':" + content + "}]", "messages");
    }
    for (String part :
        new String[] {
          "{'type':'text'}",
          "{'type':'text','text':{}}",
          "{'type':[]}",
          "{'type':'image_url'}",
          "{'type':'image_url','image_url':{}}",
          "{'type':'image_url','image_url':[]}",
          "{'type':'image_url','image_url':{'url':''}}",
          "{'type':'image_url','image_url':{'url':7}}",
          "{'type':'image_url','image_url':{'url':'data:image/png;base64'}}",
          "{'type':'image_url','image_url':{'url':'data:image/png;base64,'}}",
          "{'type':'image_url','image_url':{'url':'data:image/png;base64,A'}}",
          "{'type':'image_url','image_url':{'url':'data:image/png;base64,QQ=A'}}",
          "{'type':'image_url','image_url':{'url':'data:image/png;base64,QQ==='}}",
          "{'type':'image_url','image_url':{'url':'data:image/png;base64,not base64!'}}",
          "{'type':'image_url','image_url':'data:image/png;base64,%%'}",
          "{'type':'file'}",
          "{'type':'file','file':{}}",
          "{'type':'file','file':{'file_data':'data:application/pdf;base64,?'}}",
          "{'type':'input_audio','input_audio':{}}",
          "{'type':'input_audio','input_audio':{'data':'?','format':'wav'}}"
        }) {
      MALFORMED.put("'messages':[{'role':'user','content':[" + part + "]}]", "messages");
    }
    MALFORMED.put(
        "'messages':[{'role':'assistant','tool_calls':{'id':'a'}}," + TOOL + "]", "messages");
    MALFORMED.put("'messages':[{'role':'assistant','tool_calls':['a']}]", "messages");
    MALFORMED.put(HI + ",'tools':" + TOOL, "tools");
    MALFORMED.put(HI + ",'tools':['f']", "tools");
    MALFORMED.put(HI + ",'tools':[{'type':'function'}]", "tools");
    MALFORMED.put(HI + ",'tools':[{'type':'function','function':{}}]", "tools");
    MALFORMED.put(HI + ",'tools':[{'type':'function','function':[]}]", "tools");
    MALFORMED.put(
        HI + ",'tools':[{'type':'function','function':{'name':'f','parameters':[]}}]", "tools");
    MALFORMED.put(HI + ",'tools':[" + TOOL + "],'tool_choice':[]", "tool_choice");
    MALFORMED.put(HI + ",'tools':[" + TOOL + "],'tool_choice':1", "tool_choice");
    MALFORMED.put(HI + ",'response_format':'json'", "response_format");
    MALFORMED.put(HI + ",'response_format':[]", "response_format");

    UNKNOWN.put("'messages':[{'content':'Hi'}]", "messages");
    UNKNOWN.put("'messages':[{'role':'bogus','content':'Hi'}]", "messages");
    UNKNOWN.put("'messages':[{'role':['user'],'content':'Hi'}]", "messages");
    for (String part :
        new String[] {
          "{'type':'bogus'}",
          "{}",
          "{'foo':'bar'}",
          "{'type':'image_url','image_url':{'url':'photo.png'}}",
          "{'type':'image_url','image_url':{'url':'data:image/png,QQ'}}",
          "{'type':'file','file':{'file_id':'file-abc123'}}",
          "{'type':'input_audio','input_audio':{'data':'https://host/a.wav','format':'wav'}}"
        }) {
      UNKNOWN.put("'messages':[{'role':'user','content':[" + part + "]}]", "messages");
    }
    UNKNOWN.put(HI + ",'tools':[{'type':'web_search_preview'}]", "tools");
    UNKNOWN.put(HI + ",'tools':[{'type':'bogus','name':'f'}]", "tools");
    UNKNOWN.put(HI + ",'tools':[" + TOOL + "],'tool_choice':'bogus'", "tool_choice");
    UNKNOWN.put(HI + ",'tools':[" + TOOL + "],'tool_choice':{'type':'bogus'}", "tool_choice");
    UNKNOWN.put(HI + ",'response_format':{'type':'bogus'}", "response_format");
    UNKNOWN.put(HI + ",'response_format':{}", "response_format");
    UNKNOWN.put(HI + ",'response_format':{'type':'json_schema'}", "response_format");
    UNKNOWN.put(
        HI + ",'response_format':{'type':'json_schema','json_schema':{'schema':[]}}",
        "response_format");
    UNKNOWN.put(HI + ",'reasoning_effort':'bogus'", "reasoning_effort");
    UNKNOWN.put(HI + ",'reasoning_effort':7", "reasoning_effort");
    UNKNOWN.put(HI + ",'max_tokens':'100'", "max_tokens");
    UNKNOWN.put(HI + ",'temperature':'hot'", "temperature");
    UNKNOWN.put(HI + ",'stop':7", "stop");
    UNKNOWN.put(HI + ",'stop':[7]", "stop");
    UNKNOWN.put(HI + ",'thinking':'on'", "thinking");
  }

  static Stream<Arguments> malformed() {
    return Arrays.stream(EveryDialect.values()).flatMap(dialect -> all(dialect, MALFORMED));
  }

  static Stream<Arguments> unknown() {
    return Arrays.stream(EveryDialect.values())
        .filter(dialect -> !dialect.isOpenAis())
        .flatMap(dialect -> all(dialect, UNKNOWN));
  }

  private static Stream<Arguments> all(EveryDialect dialect, Map<String, String> wrong) {
    return wrong.entrySet().stream()
        .map(entry -> Arguments.of(dialect, entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatNobodyCanReadIsRefusedForGood(EveryDialect dialect, String wrong, String param) {
    Failure failure = refusal(dialect, wrong, param);

    assertThat(failure).isInstanceOf(Failure.BadRequest.class);
    assertThat(failure.isRetryable()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void whatADialectHasNoWordForIsRefusedByName(EveryDialect dialect, String wrong, String param) {
    refusal(dialect, wrong, param);
  }

  private static Failure refusal(EveryDialect dialect, String wrong, String param) {
    ScriptedTransport nobody = ScriptedTransport.answering(200, "{}");

    Failure failure =
        dialect.ask(nobody, dialect.deployment(), request(wrong)).failure.orElseThrow();

    assertThat(nobody.calls).isEmpty();
    assertThat(failure.detail().param()).hasValue(param);
    assertThat(failure.detail().status()).hasValue(400);
    assertThat(failure.message()).startsWith(dialect.provider()).contains("'" + param + "'");
    assertThat(failure.message()).matches(REMEDY).hasSizeLessThan(400);
    // What the caller wrote is in no event.
    assertThat(failure.withoutQuoted().toString()).doesNotContain("bogus", "xxxx");
    return failure;
  }

  @ParameterizedTest
  @EnumSource
  void longWrongWordIsQuotedInShort(EveryDialect dialect) {
    if (dialect.isOpenAis()) {
      return;
    }
    String word = "x".repeat(100_000);

    refusal(dialect, "'messages':[{'role':'" + word + "','content':'Hi'}]", "messages");
    refusal(dialect, HI + ",'response_format':{'type':'" + word + "'}", "response_format");
    refusal(dialect, HI + ",'tools':[{'type':'" + word + "'}]", "tools");
  }

  /** The model cannot reason, and its provider is told all the same. */
  @ParameterizedTest
  @CsvSource({
    "anthropic/claude-3-5-haiku-20241022, anthropic",
    "vertex_ai/claude-3-haiku@20240307, vertex_ai",
    "gemini/gemini-2.0-flash, gemini",
    "cohere/command-r-plus, cohere",
    "bedrock/us-east-1/meta.llama3-70b-instruct-v1:0, bedrock",
    "bedrock/us-east-1/anthropic.claude-3-haiku-20240307-v1:0, bedrock"
  })
  void effortThatAModelDoesNotTakeIsRefusedByTheProvidersName(String model, String provider) {
    ScriptedTransport nobody = ScriptedTransport.answering(200, "{}");
    Deployment deployment =
        Deployment.of(model)
            .withEndpoint(URI.create("https://host/v1/projects/p/locations/l"))
            .withKey("key-0123456789");

    Failure failure =
        Heard.from(
                KnownProviders.named(deployment.provider())
                    .orElseThrow()
                    .make(nobody, new ManualTime())
                    .open(
                        deployment,
                        request(HI + ",'reasoning_effort':'high'"),
                        Duration.ofSeconds(5)))
            .failure
            .orElseThrow();

    assertThat(nobody.calls).isEmpty();
    assertThat(failure.detail().param()).hasValue("reasoning_effort");
    assertThat(failure.message())
        .startsWith(provider + " does not take 'reasoning_effort' for ")
        .endsWith(UnsupportedException.OR_DROP);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRightIsSent(EveryDialect dialect) {
    ScriptedTransport somebody = ScriptedTransport.answering(200, "{}");
    String right =
        "'messages':[{'role':'system','content':'Be brief.'},{'role':'developer','content':''},"
            + "{'role':'user','content':[{'type':'text','text':'Look'},{'type':'image_url',"
            + "'image_url':{'url':'data:image/png;base64,QU\\nJD'}}]}],'tools':["
            + TOOL
            + "],'tool_choice':'auto','reasoning_effort':null,'stop':['.']";

    dialect.ask(somebody, dialect.deployment(), request(right));

    assertThat(somebody.calls).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void soundMayBeADataUrl(EveryDialect dialect) {
    ScriptedTransport somebody = ScriptedTransport.answering(200, "{}");
    String sound =
        "{'type':'input_audio','input_audio':{'data':'data:;base64,QQ==','format':'wav'}}";

    dialect.ask(
        somebody,
        dialect.deployment(),
        request("'messages':[{'role':'user','content':[" + sound + "]}]"));

    boolean takesSound =
        dialect.isOpenAis() || Set.of("gemini", "bedrock").contains(dialect.provider());
    assertThat(somebody.calls).hasSize(takesSound ? 1 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void toolsAndFormsThatAreNotTakenMayBeDropped(EveryDialect dialect) {
    ScriptedTransport somebody = ScriptedTransport.answering(200, "{}");
    String wrong =
        HI
            + ",'tools':["
            + TOOL
            + ",{'type':'web_search_preview'}],'response_format':{'type':'bogus'},"
            + "'reasoning_effort':'bogus'";

    dialect.ask(
        somebody,
        dialect.deployment().withParameters(ParameterPolicy.strict().withDropsUnsupported(true)),
        request(wrong));

    assertThat(somebody.calls).hasSize(1);
    if (!dialect.isOpenAis()) {
      assertThat(new JsonString(new String(somebody.calls.getFirst().body())).value())
          .doesNotContain("bogus", "web_search");
    }
  }

  @ParameterizedTest
  @EnumSource
  void effortThatIsTheModelsOwnIsNotSaid(EveryDialect dialect) {
    ScriptedTransport somebody = ScriptedTransport.answering(200, "{}");

    dialect.ask(somebody, dialect.deployment(), request(HI + ",'reasoning_effort':'default'"));

    String sent = new String(somebody.calls.getFirst().body());
    boolean isSaid = sent.contains("default") || sent.contains("thinking");
    assertThat(isSaid).isEqualTo(dialect == EveryDialect.VLLM);
  }

  @Test
  void largePictureIsCheckedInNoTime() {
    String picture = "A".repeat(32 * 1024 * 1024);
    ScriptedTransport somebody = ScriptedTransport.answering(200, "{}");
    JsonObject url = JsonObject.of("url", new JsonString("data:image/png;base64," + picture));
    ChatRequest request =
        new ChatRequest(
            Json.parseObject(
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                    + "\"image_url\":"
                    + url.toJson()
                    + "}]}]}"));

    EveryDialect.ANTHROPIC.ask(somebody, EveryDialect.ANTHROPIC.deployment(), request);

    assertThat(somebody.calls).hasSize(1);
  }

  private static ChatRequest request(String members) {
    return new ChatRequest(Json.parseObject("{" + members.replace('\'', '"') + "}"));
  }
}
