package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.events;
import static dev.mainstay.provider.anthropic.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.wire.Fixture;
import dev.mainstay.provider.wire.FixtureSet;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.stream.Accumulator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Same dialect in and out: what Anthropic tells arrives, whether or not OpenAI has words for it.
 */
class OwnWordsTest {
  private static final String USAGE =
      "{'input_tokens':10,'cache_creation_input_tokens':7,'cache_read_input_tokens':5,"
          + "'cache_creation':{'ephemeral_5m_input_tokens':3,'ephemeral_1h_input_tokens':4},"
          + "'output_tokens':1,'service_tier':'priority','inference_geo':'us'}";
  private static final List<String> STREAM =
      List.of(
          "{'type':'message_start','message':{'id':'msg_1','type':'message','role':'assistant',"
              + "'model':'claude-x','content':[],'stop_reason':null,'stop_sequence':null,'usage':"
              + USAGE
              + ",'container':{'id':'c_1','expires_at':'2027-01-01T00:00:00Z'}}}",
          "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':'','citations':[]}}",
          "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hi'}}",
          "{'type':'content_block_stop','index':0}",
          "{'type':'content_block_start','index':1,'content_block':{'type':'text','text':''}}",
          "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':' you'}}",
          "{'type':'content_block_stop','index':1}",
          "{'type':'content_block_start','index':2,'content_block':{'type':'tool_use','id':'t','name':'f','input':{},"
              + "'caller':{'type':'direct'}}}",
          "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':'{}'}}",
          "{'type':'content_block_stop','index':2}",
          "{'type':'message_delta','delta':{'stop_reason':'refusal','stop_sequence':null,"
              + "'stop_details':{'type':'refusal','category':'cyber'}},"
              + "'usage':{'output_tokens':7,'server_tool_use':{'web_search_requests':2},"
              + "'iterations':[{'type':'message','output_tokens':7}]},"
              + "'context_management':{'applied_edits':[]}}",
          "{'type':'message_stop'}");

  @Test
  void streamIsWrittenWithAllThatItSaid() {
    assertThat(served(events(STREAM.toArray(String[]::new))))
        .containsExactlyElementsOf(STREAM.stream().map(Asking::json).toList());
  }

  @Test
  void plainAnswerIsTheProvidersOwn() {
    JsonObject answer =
        json(
            "{'id':'i','type':'message','role':'assistant','model':'m','content':["
                + "{'type':'text','text':'a','citations':[{'cited_text':'x'}]},{'type':'text','text':'b'},"
                + "{'type':'server_tool_use','id':'s','name':'web_search','input':{'q':1}}],"
                + "'stop_reason':'end_turn','stop_sequence':null,'stop_details':null,'container':null,"
                + "'usage':"
                + USAGE
                + "}");

    assertThat(answered(answer.toJson()).toJson()).isEqualTo(answer.toJson());
  }

  /** Clients look into each block, and into a call's input. */
  @Test
  void plainAnswerHasNothingThatIsNullWhereClientsLookIntoIt() {
    String answer =
        "{'id':'i','type':'message','role':'assistant','model':'m','content':[%s],"
            + "'stop_reason':'tool_use','stop_sequence':null,'usage':null,'x':1}";
    String told =
        "null,{'type':'text','text':'a'},{'type':'tool_use','id':'t','name':'f','input':null},"
            + "{'type':'tool_use','id':'u','name':'g'}";
    String heard =
        "{'type':'text','text':'a'},{'type':'tool_use','id':'t','name':'f','input':{}},"
            + "{'type':'tool_use','id':'u','name':'g','input':{}}";

    assertThat(answered(json(answer.formatted(told)).toJson()))
        .isEqualTo(json(answer.formatted(heard)));
  }

  @Test
  void callerOfAnotherDialectIsNotShownIt() {
    assertThat(unheard(events(STREAM.toArray(String[]::new))))
        .contains("Hi")
        .doesNotContain("anthropic_", "stop_details", "container", "caller");
  }

  @Test
  void streamThatAnotherProviderBeganHasItsCountsAndNobodysDetails() {
    MessageEvents written = new MessageEvents(ChatRequest.of("m", "q"));
    List<JsonObject> out = new ArrayList<>();
    steps(
            Asking.over(ScriptedTransport.streaming(events(STREAM.toArray(String[]::new))))
                .open("{'messages':[],'stream':true}"))
        .forEach(chunk -> out.addAll(written.of(chunk)));
    out.addAll(written.end());

    JsonObject start = out.getFirst().object("message").orElseThrow();
    assertThat(start.object("usage").orElseThrow())
        .isEqualTo(
            json(
                "{'input_tokens':10,'cache_creation_input_tokens':7,'cache_read_input_tokens':5,"
                    + "'output_tokens':1}"));
  }

  /** Every recorded answer, as it came. */
  @TestFactory
  Stream<DynamicTest> recordedStreamKeepsItsEnvelope() {
    return FixtureSet.ANTHROPIC_ANSWERS.stream()
        .filter(f -> f.file().endsWith(".sse"))
        .filter(f -> text(f).contains("message_stop") && !text(f).contains("event: error"))
        .filter(f -> text(f).split("\"message_start\"", -1).length == 2)
        .map(f -> dynamicTest(f.file(), () -> keepsItsEnvelope(text(f))));
  }

  private static String text(Fixture fixture) {
    return new String(fixture.content(), StandardCharsets.UTF_8);
  }

  private static void keepsItsEnvelope(String stream) {
    List<JsonObject> told =
        stream
            .lines()
            .filter(line -> line.startsWith("data:"))
            .map(line -> Json.parseObject(line.substring(5)))
            .toList();

    List<JsonObject> written = served(stream);

    for (String type : List.of("message_start", "content_block_start", "message_delta")) {
      assertThat(of(type, written)).isEqualTo(of(type, told));
    }
  }

  private static List<JsonObject> of(String type, List<JsonObject> events) {
    return events.stream()
        .filter(event -> event.text("type").filter(type::equals).isPresent())
        .toList();
  }

  private static List<JsonObject> served(String stream) {
    MessageEvents written = new MessageEvents(ChatRequest.of("m", "q"));
    List<JsonObject> out = new ArrayList<>();
    steps(Asking.over(ScriptedTransport.streaming(stream)).open(question().withStream(true)))
        .forEach(chunk -> out.addAll(written.of(chunk)));
    out.addAll(written.end());
    return out;
  }

  private static String unheard(String stream) {
    StringBuilder text = new StringBuilder();
    steps(Asking.over(ScriptedTransport.streaming(stream)).open("{'messages':[],'stream':true}"))
        .forEach(chunk -> chunk.json().map(JsonObject::toJson).ifPresent(text::append));
    return text.toString();
  }

  private static JsonObject answered(String answer) {
    Accumulator whole = new Accumulator();
    steps(Asking.over(ScriptedTransport.answering(200, answer)).open(question()))
        .forEach(whole::add);
    return AnthropicMessages.answer(
        ChatRequest.of("m", "q"), whole.response(CallMetadata.of("c", "g")));
  }

  private static ChatRequest question() {
    return AnthropicMessages.request(
        json("{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'q'}]}"), List.of());
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
}
