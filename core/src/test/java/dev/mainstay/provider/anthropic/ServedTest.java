package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.events;
import static dev.mainstay.provider.anthropic.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.wire.FixtureSet;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.stream.Accumulator;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The Messages API as it is served: requests read, answers and streams written. */
class ServedTest {
  private static final String TURNS =
      "'messages':[{'role':'user','content':[{'type':'text','text':'Look','cache_control':{'type':'ephemeral'}},"
          + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AAAA'}}]},"
          + "{'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'sig'},{'type':'text','text':'Let"
          + " me see.'},{'type':'tool_use','id':'t1','name':'f','input':{'a':1}},"
          + "{'type':'tool_use','id':'t2','name':'g','input':{}}]},"
          + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'sunny'},"
          + "{'type':'tool_result','tool_use_id':'t2','content':[{'type':'text','text':'x'}],'is_error':true},"
          + "{'type':'text','text':'And?'}]}]";
  private static final String BODY =
      "{'model':'claude-opus-4-6','max_tokens':99,'system':'Be brief.',"
          + TURNS
          + ",'stop_sequences':['END'],'temperature':0.5,'top_k':3,"
          + "'tools':[{'name':'f','description':'d','input_schema':{'type':'object'}}],"
          + "'tool_choice':{'type':'any','disable_parallel_tool_use':true},"
          + "'thinking':{'type':'enabled','budget_tokens':2048},'metadata':{'user_id':'u'}}";

  @Test
  void requestIsReadInOpenAisForm() {
    ChatRequest chat = AnthropicMessages.request(json(BODY), List.of());

    assertThat(chat.json())
        .isEqualTo(
            json(
                "{'model':'claude-opus-4-6','max_tokens':99,'messages':[{'role':'system','content':'Be"
                    + " brief.'},"
                    + "{'role':'user','content':[{'type':'text','text':'Look','cache_control':{'type':'ephemeral'}},"
                    + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}}]},{'role':'assistant','content':'Let"
                    + " me see.','reasoning_content':'hm','tool_calls':["
                    + "{'id':'t1','type':'function','function':{'name':'f','arguments':'{\\'a\\':1}'}},"
                    + "{'id':'t2','type':'function','function':{'name':'g','arguments':'{}'}}],"
                    + "'thinking_blocks':[{'type':'thinking','thinking':'hm','signature':'sig'}]},"
                    + "{'role':'tool','tool_call_id':'t1','content':'sunny'},"
                    + "{'role':'tool','tool_call_id':'t2','content':'x','is_error':true},"
                    + "{'role':'user','content':'And?'}],'stop':['END'],'temperature':0.5,'top_k':3,"
                    + "'tools':[{'type':'function','function':{'name':'f','description':'d','parameters':{'type':'object'}}}],"
                    + "'tool_choice':'required','parallel_tool_calls':false,'reasoning_effort':'low','user':'u',"
                    + "'optional_openai_params':['reasoning_effort','parallel_tool_calls','top_k','user']}"));
  }

  @Test
  void instructionsAmidTheConversationStayInstructions() {
    JsonObject chat =
        AnthropicMessages.request(
                json(
                    "{'model':'m','messages':[{'role':'user','content':'q'},{'role':'system',"
                        + "'content':[{'type':'text','text':'Be brief.'}]}]}"),
                List.of())
            .json();

    assertThat(chat)
        .isEqualTo(
            json(
                "{'model':'m','messages':[{'role':'user','content':'q'},"
                    + "{'role':'system','content':'Be brief.'}]}"));
  }

  /** Gemini and Mistral fetch it; OpenAI would refuse a part of the type document. */
  @Test
  void documentByItsAddressIsAFile() {
    JsonObject chat =
        AnthropicMessages.request(
                json(
                    "{'model':'m','messages':[{'role':'user','content':[{'type':'document',"
                        + "'title':'a.pdf','source':{'type':'url','url':'https://host/a.pdf'}}]}]}"),
                List.of())
            .json();

    assertThat(chat)
        .isEqualTo(
            json(
                "{'model':'m','messages':[{'role':'user','content':[{'type':'file','file':"
                    + "{'file_data':'https://host/a.pdf','filename':'a.pdf'}}]}]}"));
  }

  @Test
  void sameDialectInAndOutIsTheCallersOwnRequest() {
    Asking asking = Asking.anybody().of("claude-opus-4-6");
    JsonObject body = json(BODY);

    send(asking, AnthropicMessages.request(body, List.of("beta-1")).withStream(true));

    assertThat(asking.sentBody().without(Set.of("stream")))
        .isEqualTo(body.with("model", "claude-opus-4-6"));
    assertThat(asking.sentBody().array("messages").orElseThrow().toJson())
        .isEqualTo(body.array("messages").orElseThrow().toJson());
    assertThat(asking.sentBody().flag("stream")).hasValue(true);
    assertThat(asking.sent().headers().first("anthropic-beta")).hasValue("beta-1");
  }

  @Test
  void deploymentAddsWhatItSendsWhereTheCallerSetsNone() {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("anthropic/claude-opus-4-6")
                    .withKey(Asking.KEY)
                    .withDefaults(
                        json("{'temperature':1,'max_tokens':5,'reasoning_effort':'high'}")));
    JsonObject body =
        json("{'model':'x','messages':[{'role':'user','content':'q'}],'max_tokens':9}");

    send(asking, AnthropicMessages.request(body, List.of()));

    assertThat(asking.sentBody())
        .isEqualTo(
            json(
                "{'model':'claude-opus-4-6','messages':[{'role':'user','content':'q'}],'max_tokens':9,"
                    + "'temperature':1,'thinking':{'type':'adaptive'},'output_config':{'effort':'high'}}"));
  }

  @Test
  void turnOfAnotherProviderThatThoughtIsWrittenAnewWithoutIt() {
    Asking asking = Asking.anybody().of("claude-opus-4-6");
    JsonObject body =
        json(
            "{'model':'x','max_tokens':9,'messages':[{'role':'user','content':'q'},"
                + "{'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':''},"
                + "{'type':'text','text':'a'}]},{'role':'user','content':'r'}]}");

    send(asking, AnthropicMessages.request(body, List.of()));

    assertThat(asking.sentBody().toJson()).doesNotContain("thinking").contains("\"a\"");
  }

  @Test
  void changedRequestIsWrittenAnewAndKeepsThoughtsCallsAndMarks() {
    Asking asking = Asking.anybody().of("claude-opus-4-6");

    send(asking, new ChatRequest(AnthropicMessages.request(json(BODY), List.of()).json()));

    assertThat(asking.sentBody().array("messages").orElseThrow().toJson().replace('"', '\''))
        .isEqualTo(
            TURNS.substring("'messages':".length()).replace("[{'type':'text','text':'x'}]", "'x'"));
  }

  /** Issue: every accepted request, read as a chat request and written again, loses nothing. */
  @TestFactory
  Stream<DynamicTest> recordedRequestLosesNothing() {
    return FixtureSet.ANTHROPIC_REQUESTS.stream()
        .map(f -> dynamicTest(f.file(), () -> losesNothing(Json.parseObject(f.content()))));
  }

  private static void losesNothing(JsonObject body) {
    Asking asking = Asking.anybody().of(body.text("model").orElseThrow());
    ChatRequest chat = AnthropicMessages.request(body, List.of());

    send(asking, chat);

    Set<String> ours = Set.of("stream");
    assertThat(asking.sentBody().without(ours)).isEqualTo(body.without(ours));

    Asking anew = Asking.anybody().of(body.text("model").orElseThrow());
    send(anew, new ChatRequest(chat.json()));

    assertThat(anew.sentBody().without(ours)).isEqualTo(inOtherForms(body.without(ours)));
  }

  // What is said otherwise on its way through OpenAI's form, and means the same.
  private static JsonObject inOtherForms(JsonObject body) {
    return Json.parseObject(
        body.toJson().replaceAll("\\[\\{\"type\": ?\"text\", ?\"text\": ?\"Ruby\"}]", "\"Ruby\""));
  }

  @Test
  void streamOfAnthropicsIsWrittenAsItCame() {
    List<String> stream =
        List.of(
            "{'type':'message_start','message':{'id':'msg_1','type':'message','role':'assistant',"
                + "'model':'claude-x','content':[],'stop_reason':null,'stop_sequence':null,'usage':"
                + "{'input_tokens':10,'cache_creation_input_tokens':0,'cache_read_input_tokens':5,'output_tokens':1}}}",
            "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'','signature':''}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'hm'}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'sig'}}",
            "{'type':'content_block_stop','index':0}",
            "{'type':'content_block_start','index':1,'content_block':{'type':'web_search_tool_result','tool_use_id':'s','content':[]}}",
            "{'type':'content_block_stop','index':1}",
            "{'type':'content_block_start','index':2,'content_block':{'type':'text','text':''}}",
            "{'type':'content_block_delta','index':2,'delta':{'type':'text_delta','text':'Hi'}}",
            "{'type':'content_block_delta','index':2,'delta':{'type':'citations_delta','citation':{'cited_text':'x'}}}",
            "{'type':'content_block_stop','index':2}",
            "{'type':'content_block_start','index':3,'content_block':{'type':'tool_use','id':'toolu_01234567','name':'f','input':{}}}",
            "{'type':'content_block_delta','index':3,'delta':{'type':'input_json_delta','partial_json':'{}'}}",
            "{'type':'content_block_stop','index':3}",
            "{'type':'message_delta','delta':{'stop_reason':'stop_sequence','stop_sequence':'END'},'usage':"
                + "{'input_tokens':10,'cache_creation_input_tokens':0,'cache_read_input_tokens':5,'output_tokens':7}}",
            "{'type':'message_stop'}");

    MessageEvents written = new MessageEvents(ChatRequest.of("m", "q"));
    List<JsonObject> out = new ArrayList<>();
    chunks(events(stream.toArray(String[]::new))).forEach(chunk -> out.addAll(written.of(chunk)));
    out.addAll(written.end());

    assertThat(out).containsExactlyElementsOf(stream.stream().map(Asking::json).toList());
  }

  @Test
  void streamOfAnotherDialectHasItsBlocksInOrderAndNoSignatureMadeUp() {
    MessageEvents written = new MessageEvents(ChatRequest.of("m", "q"));
    List<JsonObject> out = new ArrayList<>();
    List<ChatEvent> said =
        List.of(
            new ChatEvent.ReasoningDelta("hm"),
            new ChatEvent.TextDelta("Hi"),
            new ChatEvent.ToolCallDelta(0, "c", "f", ""),
            new ChatEvent.ToolCallDelta(1, "d", "g", "{}"),
            new ChatEvent.UsageReported(
                new Usage(9, 3, 12, OptionalLong.empty(), OptionalLong.empty())),
            new ChatEvent.Finished(FinishReason.TOOL_CALLS, "tool_calls"));
    said.forEach(event -> out.addAll(written.of(ChatChunk.of(event))));
    out.addAll(written.end());

    assertThat(out.stream().map(event -> event.text("type").orElse("")))
        .containsExactly(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "content_block_start",
            "content_block_stop",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    assertThat(out).noneMatch(event -> event.toJson().contains("signature_delta"));
    assertThat(out.get(12).object("delta").flatMap(delta -> delta.text("stop_reason")))
        .hasValue("tool_use");
    assertThat(out.get(12).object("usage").map(usage -> usage.number("input_tokens")))
        .hasValue(OptionalLong.of(9));
  }

  @Test
  void plainAnswerOfAnthropicsIsWrittenAsItCame() {
    String answer =
        "{'id':'i','type':'message','role':'assistant','model':'m','content':["
            + "{'type':'thinking','thinking':'hm','signature':'sig'},{'type':'text','text':'a'},"
            + "{'type':'tool_use','id':'toolu_01234567','name':'f','input':{'a':1}}],'stop_reason':'tool_use',"
            + "'stop_sequence':null,'usage':{'input_tokens':1,'cache_creation_input_tokens':4,"
            + "'cache_read_input_tokens':2,'output_tokens':3}}";

    assertThat(answered(answer)).isEqualTo(json(answer));
  }

  private static JsonObject answered(String answer) {
    Accumulator whole = new Accumulator();
    steps(
            Asking.over(ScriptedTransport.answering(200, answer.replace('\'', '"')))
                .open("{'messages':[]}"))
        .forEach(whole::add);
    ChatResponse response = whole.response(CallMetadata.of("c", "g"));
    return AnthropicMessages.answer(ChatRequest.of("m", "q"), response);
  }

  private static List<ChatChunk> chunks(String stream) {
    return steps(
        Asking.over(ScriptedTransport.streaming(stream))
            .open("{'messages':[],'stream':true,'stream_options':{'include_usage':true}}"));
  }

  private static List<ChatChunk> steps(ProviderStream stream) {
    List<ChatChunk> chunks = new ArrayList<>();
    try (stream) {
      while (stream.next() instanceof ProviderStream.Next(ChatChunk chunk)) {
        chunks.add(chunk);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return chunks;
  }

  private static void send(Asking asking, ChatRequest request) {
    try (ProviderStream stream = asking.open(request)) {
      stream.next();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
