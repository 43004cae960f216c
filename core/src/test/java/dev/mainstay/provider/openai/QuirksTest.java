package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How vendors differ from OpenAI in what they are sent. */
class QuirksTest {
  private static final String CALLS =
      "{'messages':[{'role':'user','content':'q'},{'role':'assistant','content':null,'tool_calls':"
          + "[{'id':'toolu_01AbCdEf','type':'function','function':{'name':'f','arguments':'{}'}},"
          + "{'id':'abcDEF123','type':'function','function':{'name':'g','arguments':'{}'}}]},"
          + "{'role':'tool','tool_call_id':'toolu_01AbCdEf','content':'1'},"
          + "{'role':'tool','tool_call_id':'abcDEF123','content':'2'}]}";

  @ParameterizedTest
  @CsvSource({
    "fireworks_ai/llama-v3p3-70b-instruct, accounts/fireworks/models/llama-v3p3-70b-instruct",
    "fireworks_ai/accounts/me/models/mine, accounts/me/models/mine",
    "fireworks_ai/accounts/fireworks/models/x#accounts/me/deployments/y,"
        + " accounts/fireworks/models/x#accounts/me/deployments/y",
    "huggingface/together/deepseek-ai/DeepSeek-R1, deepseek-ai/DeepSeek-R1:together",
    "huggingface/deepseek-ai/DeepSeek-R1, deepseek-ai/DeepSeek-R1",
    "huggingface/deepseek-ai/DeepSeek-R1:fastest, deepseek-ai/DeepSeek-R1:fastest",
    "github/gpt-4.1-mini, openai/gpt-4.1-mini",
    "github/o4-mini, openai/o4-mini",
    "github/Llama-3.2-11B-Vision-Instruct, meta/Llama-3.2-11B-Vision-Instruct",
    "github/deepseek/DeepSeek-R1, deepseek/DeepSeek-R1",
    "github/unheard-of, unheard-of",
    "groq/openai/gpt-oss-120b, openai/gpt-oss-120b"
  })
  void modelIsCalledAsTheVendorCallsIt(String written, String sent) {
    assertThat(body(written, "{'messages':[]}").text("model")).contains(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "mistral, seed, random_seed",
    "mistral, max_completion_tokens, max_tokens",
    "codestral, seed, random_seed",
    "deepseek, max_completion_tokens, max_tokens",
    "openai, seed, seed",
    "openai, max_tokens, max_tokens",
    "groq, max_completion_tokens, max_completion_tokens"
  })
  void parameterHasTheVendorsName(String vendor, String openAis, String own) {
    assertThat(body(vendor + "/m", "{'messages':[],'" + openAis + "':7}"))
        .isEqualTo(Asking.json("{'messages':[],'" + own + "':7,'model':'m'}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"o3", "o4-mini-2025-04-16", "gpt-5", "gpt-5.2-pro"})
  void reasoningModelIsAskedWithTheLimitItTakes(String model) {
    assertThat(body("openai/" + model, "{'messages':[],'max_tokens':7}"))
        .isEqualTo(
            Asking.json("{'messages':[],'max_completion_tokens':7,'model':'" + model + "'}"));
    assertThat(body("openai/" + model, "{'messages':[],'max_tokens':7,'max_completion_tokens':9}"))
        .isEqualTo(
            Asking.json("{'messages':[],'max_completion_tokens':9,'model':'" + model + "'}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o", "gpt-4.1", "ft:gpt-4o:me", "omni"})
  void otherModelKeepsTheLimitThatItsCallerSet(String model) {
    assertThat(body("openai/" + model, "{'messages':[],'max_tokens':7}").names())
        .containsExactly("messages", "max_tokens", "model");
  }

  @ParameterizedTest
  @CsvSource({
    "mistral, system",
    "deepseek, system",
    "perplexity, system",
    "moonshot, system",
    "zai, system",
    "dashscope, system",
    "fireworks_ai, system",
    "vllm, system",
    "llama_cpp, system",
    "openai, developer",
    "groq, developer",
    "openrouter, developer"
  })
  void developerSpeaksAsTheSystemWhereNoDevelopersAreKnown(String vendor, String role) {
    JsonObject sent =
        body(
            vendor + "/m",
            "{'messages':[{'role':'developer','content':'d'},{'role':'user','content':'q'}]}");

    assertThat(sent.array("messages").orElseThrow().objects().map(m -> m.text("role").orElse("")))
        .containsExactly(role, "user");
  }

  /** vLLM's ids have 46 characters, and OpenAI takes 40. */
  @ParameterizedTest
  @ValueSource(strings = {"openai", "github"})
  void longIdsOfToolCallsAreShortened(String vendor) {
    String id = "chatcmpl-tool-0123456789abcdef0123456789abcdef";
    List<JsonObject> messages =
        messages(
            body(
                vendor + "/m",
                "{'messages':[{'role':'user','content':'q'},{'role':'assistant','tool_calls':["
                    + "{'id':'"
                    + id
                    + "','type':'function','function':{'name':'f','arguments':'{}'}},{'id':'c2',"
                    + "'type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'tool',"
                    + "'tool_call_id':'"
                    + id
                    + "','content':'r'},{'role':'tool','tool_call_id':'c2','content':'r'}]}"));

    List<String> calls =
        messages.get(1).array("tool_calls").stream()
            .flatMap(JsonArray::objects)
            .map(call -> call.text("id").orElse(""))
            .toList();
    assertThat(calls.getFirst()).matches("call_[A-Za-z0-9]{24}");
    assertThat(calls.getLast()).isEqualTo("c2");
    assertThat(messages.get(2).text("tool_call_id")).hasValue(calls.getFirst());
    assertThat(messages.get(3).text("tool_call_id")).hasValue("c2");
  }

  /** Mistral answers 400 to a user behind the result of a tool. */
  @Test
  void resultsOfToolsAreAnsweredBeforeTheUserGoesOn() {
    String request =
        "{'messages':[{'role':'user','content':'q'},{'role':'assistant','tool_calls':[{'id':"
            + "'abcdefgh1','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':"
            + "'tool','tool_call_id':'abcdefgh1','content':'r'},{'role':'user','content':'And?'}]}";

    assertThat(messages(body("mistral/m", request)))
        .extracting(message -> message.text("role").orElse(""))
        .containsExactly("user", "assistant", "tool", "assistant", "user");
    assertThat(messages(body("openai/m", request))).hasSize(4);
  }

  /** Mistral answers 400 to a system message behind an assistant's or a tool's. */
  @Test
  void instructionsAreGivenBeforeTheAssistantSpeaks() {
    String request =
        "{'messages':[{'role':'system','content':'1'},{'role':'user','content':'q'},"
            + "{'role':'system','content':'2'},{'role':'assistant','content':'a'},"
            + "{'role':'developer','content':'3'},{'role':'system','content':'4'},"
            + "{'role':'user','content':'q'}]}";

    assertThat(messages(body("mistral/m", request)))
        .extracting(message -> message.text("content").orElse(""))
        .containsExactly("1", "3", "4", "q", "2", "a", "q");
    assertThat(messages(body("groq/m", request))).isEqualTo(messages(Asking.json(request)));
  }

  /** A template of Qwen's: "System message must be at the beginning." */
  @Test
  void instructionsOfAnotherDialectAreOneMessageToOpenModels() {
    JsonObject message =
        Asking.json(
            "{'max_tokens':9,'system':'1','messages':[{'role':'user','content':'q'},{'role':'system',"
                + "'content':[{'type':'text','text':'2'}]},{'role':'assistant','content':'a'},"
                + "{'role':'user','content':'q'}]}");
    ChatRequest request = AnthropicMessages.request(message.with("model", "m"), List.of());
    ChatRequest own = new ChatRequest(request.json());

    assertThat(sentMessages("vllm", request))
        .isEqualTo(
            messages(
                Asking.json(
                    "{'messages':[{'role':'system','content':'1\\n\\n2'},{'role':'user','content':'q'},"
                        + "{'role':'assistant','content':'a'},{'role':'user','content':'q'}]}")));
    assertThat(sentMessages("vllm", own)).isEqualTo(messages(request.json()));
    assertThat(sentMessages("groq", request)).isEqualTo(messages(request.json()));
  }

  private static List<JsonObject> sentMessages(String vendor, ChatRequest request) {
    Deployment deployment = Deployment.of(vendor + "/m");
    return messages(
        RequestBody.of(Vendor.named(vendor).orElseThrow(), deployment, request, Set.of()).json());
  }

  /** OpenAI refuses the field where nothing is streamed. */
  @Test
  void optionsOfAStreamAreSentWithAStreamAlone() {
    String request = "{'messages':[],'stream_options':{'include_usage':true}";

    assertThat(body("openai/m", request + "}").has("stream_options")).isFalse();
    assertThat(body("openai/m", request + ",'stream':true}").has("stream_options")).isTrue();
  }

  /** A file at Anthropic is no file at OpenAI; another that is asked may have it. */
  @Test
  void documentOfAnotherProvidersIsRefusedByName() {
    Asking asking = asking("openai/gpt-4o");

    Failure failure =
        asking
            .ask(
                "{'messages':[{'role':'user','content':[{'type':'document','source':{'type':'file',"
                    + "'file_id':'file_01'}}]}]}")
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).contains("openai", "'document'", "use text, image_url");
  }

  /** Mistral answers 422 to a function that tells no parameters. */
  @Test
  void functionWithoutParametersTellsThatItHasNone() {
    String request = "{'messages':[],'tools':[{'type':'function','function':{'name':'f'}}]}";

    assertThat(body("mistral/m", request).array("tools").orElseThrow().toJson())
        .isEqualTo(
            "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":"
                + "{\"type\":\"object\",\"properties\":{}}}}]");
    assertThat(body("openai/m", request).array("tools").orElseThrow().toJson())
        .isEqualTo("[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]");
  }

  /** A conversation that began at another provider goes on at Mistral. */
  @Test
  void idsOfToolCallsFitTheVendorAndEachOther() {
    List<JsonObject> messages = messages(body("mistral/m", CALLS));

    List<String> calls =
        messages.get(1).array("tool_calls").stream()
            .flatMap(JsonArray::objects)
            .map(call -> call.text("id").orElse(""))
            .toList();
    assertThat(calls.getFirst()).matches("[A-Za-z0-9]{9}");
    assertThat(calls.getLast()).isEqualTo("abcDEF123");
    assertThat(messages.get(2).text("tool_call_id")).contains(calls.getFirst());
    assertThat(messages.get(3).text("tool_call_id")).contains(calls.getLast());
    assertThat(messages(body("mistral/m", CALLS))).isEqualTo(messages);
    assertThat(messages(body("openai/m", CALLS))).isEqualTo(messages(Asking.json(CALLS)));
  }

  @Test
  void fieldsThatOnlyTellAboutTheCallerAreLeftOutInSilence() {
    assertThat(
            body(
                    "mistral/m",
                    "{'messages':[],'user':'u','store':true,'stream_options':{'include_usage':true},"
                        + "'safe_prompt':true}")
                .names())
        .containsExactly("messages", "safe_prompt", "model");
  }

  @Test
  void neutralValueOfAParameterThatIsNotTakenIsLeftOutInSilence() {
    Heard one = ask("groq/m", "{'messages':[],'n':1}");
    Heard two = ask("groq/m", "{'messages':[],'n':2}");

    assertThat(one.failure).isEmpty();
    assertThat(two.failure.orElseThrow().message()).contains("groq does not take 'n'");
  }

  private static Heard ask(String model, String request) {
    return asking(model).ask(request);
  }

  /** As after a fallback in mid-conversation, or from a caller of the Messages API. */
  @ParameterizedTest
  @ValueSource(strings = {"openai", "groq"})
  void picturesOfToolsFollowTheirResultsWhereThoseAreTextAlone(String vendor) {
    String picture = "{'type':'image_url','image_url':{'url':'data:image/png;base64,QQ=='}}";
    String calls = CALLS.substring(0, CALLS.indexOf("{'role':'tool'"));
    String asked =
        calls
            + "{'role':'tool','tool_call_id':'toolu_01AbCdEf','content':[{'type':'text','text':'1'},"
            + picture
            + "]},{'role':'tool','tool_call_id':'abcDEF123','content':["
            + picture
            + "]},{'role':'user','content':'And?'}]}";

    List<JsonObject> sent = messages(body(vendor + "/m", asked));

    assertThat(sent.subList(2, sent.size()))
        .containsExactly(
            Asking.json(
                "{'role':'tool','tool_call_id':'toolu_01AbCdEf','content':[{'type':'text','text':'1'}]}"),
            Asking.json(
                "{'role':'tool','tool_call_id':'abcDEF123','content':'It is shown below.'}"),
            Asking.json(
                "{'role':'user','content':[{'type':'text','text':'Of the result of the tool call"
                    + " toolu_01AbCdEf:'},"
                    + picture
                    + ",{'type':'text','text':'Of the result of the tool call abcDEF123:'},"
                    + picture
                    + "]}"),
            Asking.json("{'role':'user','content':'And?'}"));
    assertThat(messages(body("vllm/m", asked))).isEqualTo(messages(Asking.json(asked)));
    assertThat(
            messages(body(vendor + "/m", asked.replace(",{'role':'user','content':'And?'}", ""))))
        .hasSize(5);
  }

  /** OpenAI refuses a file with its content and without a name, as a file that lacks its id. */
  @ParameterizedTest
  @ValueSource(strings = {"openai", "vllm"})
  void fileWithoutANameIsGivenOne(String vendor) {
    String file =
        "{'messages':[{'role':'user','content':[{'type':'file','file':{'file_data':'%s'}}]}]}";

    assertThat(sent(vendor, file.formatted("data:application/pdf;base64,JVBERi0=")))
        .contains("\"filename\":\"document.pdf\"");
    assertThat(sent(vendor, file.formatted("data:text/plain;base64,YQ==")))
        .contains("\"filename\":\"document.txt\"");
    assertThat(sent(vendor, file.formatted("x','filename':'a.pdf")))
        .contains("\"filename\":\"a.pdf\"")
        .doesNotContain("document");
    assertThat(sent(vendor, file.replace("'file_data':'%s'", "'file_id':'file-1'")))
        .doesNotContain("filename");
  }

  private static String sent(String vendor, String request) {
    return body(vendor + "/m", request).toJson();
  }

  private static JsonObject body(String model, String request) {
    Asking asking = asking(model);
    asking.ask(request);
    return asking.sentBody();
  }

  private static Asking asking(String model) {
    return Asking.over(
            ScriptedTransport.answering(
                200,
                "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}"))
        .of(Deployment.of(model).withKey(Asking.KEY));
  }

  private static List<JsonObject> messages(JsonObject body) {
    return body.array("messages").orElseThrow().objects().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mistral", "codestral"})
  void filesAreDocumentsToMistralAndSoundsTexts(String vendor) {
    String parts =
        "{'messages':[{'role':'user','content':[{'type':'text','text':'Look'},"
            + "{'type':'file','file':{'file_data':'data:application/pdf;base64,QQ==','filename':'a.pdf'}},"
            + "{'type':'file','file':{'file_id':'f-1'}},"
            + "{'type':'input_audio','input_audio':{'data':'QUJD','format':'wav'}}]}]}";

    assertThat(body(vendor + "/m", parts).array("messages").map(JsonArray::toJson))
        .hasValue(
            "[{'role':'user','content':[{'type':'text','text':'Look'},".replace('\'', '"')
                + ("{'type':'document_url','document_url':'data:application/pdf;base64,QQ==',"
                        + "'document_name':'a.pdf'},{'type':'file','file_id':'f-1'},"
                        + "{'type':'input_audio','input_audio':'QUJD'}]}]")
                    .replace('\'', '"'));
    assertThat(body("openai/m", parts).array("messages").map(JsonArray::toJson))
        .isEqualTo(Asking.json(parts).array("messages").map(JsonArray::toJson));
  }
}
