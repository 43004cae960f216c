package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents that are texts, and tools that were found, for providers that know neither. */
class TextFilesTest {
  private static final String DOCUMENT =
      "{'type':'document','title':'Notes','source':{'type':'text','media_type':'text/plain',"
          + "'data':'The king\\nis old.'}}";
  private static final String FILE =
      "{'type':'file','file':{'filename':'Notes','file_data':'data:text/plain;base64,VGhlIGtpbmc='}}";

  private static final String TEXTS =
      "{'type':'document','title':'Reign','citations':{'enabled':true},'source':{'type':'content',"
          + "'content':[{'type':'text','text':'The king'},{'type':'text','text':'is old.'}]}}";
  private static final String FOUND =
      "{'type':'search_result','source':'https://host/reign','title':'Reign','citations':"
          + "{'enabled':true},'content':[{'type':'text','text':'The king'},"
          + "{'type':'text','text':'is old.'}]}";

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "MISTRAL", "VLLM", "COHERE", "OLLAMA"})
  void documentOfTextIsSaidAsText(EveryDialect dialect) {
    String sent = sent(dialect, messages(DOCUMENT));

    assertThat(sent).contains("Notes", "The king\\nis old.").doesNotContain("base64", "\"file\"");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "MISTRAL", "VLLM", "COHERE", "OLLAMA"})
  void resultThatIsADocumentOfTextIsSaidAsText(EveryDialect dialect) {
    String sent = sent(dialect, result(DOCUMENT));

    assertThat(sent).contains("The king\\nis old.").doesNotContain("base64", "shown below");
  }

  @ParameterizedTest
  @EnumSource(names = {"COHERE", "OLLAMA"})
  void fileOfTextIsSaidAsText(EveryDialect dialect) {
    String chat = "{'model':'m','messages':[{'role':'user','content':[" + FILE + "]}]}";

    assertThat(sent(dialect, new ChatRequest(json(chat)))).contains("Notes", "The king");
  }

  /** Who speaks OpenAI's dialect knows what the vendor takes. */
  @Test
  void fileOfACallerOfOpenAisDialectStays() {
    String chat = "{'model':'m','messages':[{'role':'user','content':[" + FILE + "]}]}";

    assertThat(sent(EveryDialect.OPENAI, new ChatRequest(json(chat)))).contains("VGhlIGtpbmc=");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"OPENAI", "MISTRAL", "GEMINI", "NOVA", "CLAUDE_AT_BEDROCK", "COHERE", "OLLAMA"})
  void toolThatWasFoundIsNamed(EveryDialect dialect) {
    String sent = sent(dialect, result("{'type':'tool_reference','tool_name':'found_it'}"));

    assertThat(sent).contains("found_it").doesNotContain("tool_reference");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "OPENAI",
        "MISTRAL",
        "VLLM",
        "GEMINI",
        "GEMINI_AT_VERTEX",
        "NOVA",
        "CLAUDE_AT_BEDROCK",
        "COHERE",
        "OLLAMA"
      })
  void whatASearchFoundIsSaidAsText(EveryDialect dialect) {
    for (ChatRequest request : List.of(messages(FOUND), result(FOUND))) {
      assertThat(sent(dialect, request))
          .contains("Reign", "https://host/reign", "The king\\nis old.")
          .doesNotContain("search_result", "shown below");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "VLLM", "GEMINI", "NOVA", "CLAUDE_AT_BEDROCK", "COHERE", "OLLAMA"})
  void documentOfSeveralTextsIsSaidAsText(EveryDialect dialect) {
    for (ChatRequest request : List.of(messages(TEXTS), result(TEXTS))) {
      assertThat(sent(dialect, request))
          .contains("Reign", "The king\\nis old.")
          .doesNotContain("document", "shown below");
    }
  }

  /** As after a fallback from Claude in mid-conversation. */
  @ParameterizedTest
  @EnumSource(names = {"GEMINI", "NOVA", "COHERE", "OLLAMA"})
  void whatASearchFoundIsSaidAsTextForCallersOfOpenAisDialectToo(EveryDialect dialect) {
    String chat = "{'model':'m','messages':[{'role':'user','content':[" + FOUND + "]}]}";

    assertThat(sent(dialect, new ChatRequest(json(chat)))).contains("The king\\nis old.");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "CLAUDE_AT_VERTEX"})
  void claudeGetsWhatASearchFoundAsItIs(EveryDialect dialect) {
    assertThat(sent(dialect, messages(FOUND))).contains("\"search_result\"", "citations");
  }

  @Test
  void claudeGetsBothAsTheyAre() {
    String sent =
        sent(
            EveryDialect.ANTHROPIC,
            result(DOCUMENT + ",{'type':'tool_reference','tool_name':'found_it'}"));

    assertThat(sent).contains("\"document\"", "\"tool_reference\"");
  }

  private static ChatRequest messages(String block) {
    return AnthropicMessages.request(
        json(
            "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':["
                + block
                + ",{'type':'text','text':'q'}]}]}"),
        List.of());
  }

  private static ChatRequest result(String block) {
    return AnthropicMessages.request(
        json(
            "{'model':'m','max_tokens':9,'tools':[{'name':'f','input_schema':{'type':'object'}}],"
                + "'messages':[{'role':'user','content':'q'},{'role':'assistant','content':["
                + "{'type':'tool_use','id':'toolu_1','name':'f','input':{}}]},{'role':'user',"
                + "'content':[{'type':'tool_result','tool_use_id':'toolu_1','content':["
                + block
                + "]}]}]}"),
        List.of());
  }

  private static String sent(EveryDialect dialect, ChatRequest request) {
    ScriptedTransport transport = ScriptedTransport.answering(500, "");
    Heard heard = dialect.ask(transport, dialect.deployment(), request);
    assertThat(transport.calls).as(() -> "" + heard.failure).isNotEmpty();
    return new String(transport.calls.getFirst().body(), StandardCharsets.UTF_8);
  }

  private static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
