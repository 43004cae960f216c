package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A conversation in which Anthropic's servers searched the web goes on at whoever is asked next.
 */
class ServerBlocksTest {
  private static final JsonObject CONVERSATION =
      json(
          "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'q'},"
              + "{'role':'assistant','content':[{'type':'server_tool_use','id':'srvtoolu_01',"
              + "'name':'web_search','input':{'query':'x'}},{'type':'web_search_tool_result',"
              + "'tool_use_id':'srvtoolu_01','content':[]},{'type':'text','text':'found'}]},"
              + "{'role':'user','content':'And?'}]}");

  @ParameterizedTest
  @EnumSource
  void whatRanThereIsShownToAnthropicAlone(EveryDialect dialect) {
    ScriptedTransport transport = ScriptedTransport.answering(500, "");

    dialect.ask(
        transport, dialect.deployment(), AnthropicMessages.request(CONVERSATION, List.of()));

    String sent = new String(transport.calls.getFirst().body(), StandardCharsets.UTF_8);
    assertThat(sent).contains("found", "And?");
    assertThat(sent.contains("web_search_tool_result"))
        .isEqualTo(dialect.provider().equals("anthropic"));
  }

  @Test
  void whoSaidNothingElseSaysNothing() {
    JsonObject asked =
        json(
            "{'messages':[{'role':'assistant','content':[{'type':'server_tool_use'}]},"
                + "{'role':'user','content':[{'type':'text','text':'q'}]}]}");

    assertThat(ServerBlocks.remove(asked))
        .isEqualTo(
            json(
                "{'messages':[{'role':'assistant','content':''},"
                    + "{'role':'user','content':[{'type':'text','text':'q'}]}]}"));
  }

  @Test
  void requestWithoutAnyIsTheVerySame() {
    JsonObject asked = json("{'messages':[{'role':'assistant','content':'a'}]}");

    assertThat(ServerBlocks.remove(asked)).isSameAs(asked);
  }

  private static JsonObject json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"'));
  }
}
