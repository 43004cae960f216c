package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.ProviderStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of Anthropic's dialect as they go on to Anthropic, whose caller named a group. */
class OwnRequestTest {
  private static final String QUESTION = "'messages':[{'role':'user','content':'q'}]";
  private static final String TOOLS =
      "'tools':[{'name':'f','input_schema':{'type':'object'}}],'tool_choice':{'type':'any'}";

  @Test
  void thinkingAndEffortAreThoseThatTheModelTakes() {
    JsonObject body =
        json(
            "{'model':'m','max_tokens':9000,'thinking':{'type':'enabled','budget_tokens':2048},"
                + "'output_config':{'effort':'xhigh','format':{'type':'json_schema','schema':{}}},"
                + QUESTION
                + "}");

    JsonObject newer = sent("claude-opus-4-8", body);
    JsonObject older = sent("claude-sonnet-4-5", newer);

    assertThat(newer)
        .isEqualTo(
            body.with("model", "claude-opus-4-8")
                .with("thinking", json("{'type':'adaptive','display':'summarized'}")));
    assertThat(older.object("thinking")).hasValue(json("{'type':'enabled','budget_tokens':4500}"));
    assertThat(older.object("output_config"))
        .hasValue(json("{'format':{'type':'json_schema','schema':{}}}"));
  }

  /** Claudes before 4.8, and Sonnet 5, refuse such a message, as do other clouds. */
  @ParameterizedTest
  @CsvSource({
    "claude-opus-4-8, true",
    "claude-opus-5, true",
    "claude-opus-5-5, true",
    "claude-fable-5, true",
    "claude-sonnet-5, false",
    "claude-opus-4-7, false",
    "claude-sonnet-4-5, false",
    "glm-5, false"
  })
  void instructionsInMidConversationStayWhereTheModelTakesThem(String model, boolean stay) {
    String asked = "{'max_tokens':9,'system':'One.','messages':[{'role':'user','content':'q'}%s]}";
    JsonObject body = json(asked.formatted(",{'role':'system','content':'Two.'}"));

    JsonObject sent = sent(model, body);

    if (stay) {
      assertThat(sent).isEqualTo(body.with("model", model));
    } else {
      assertThat(sent.get("system"))
          .hasValue(
              json("{'s':[{'type':'text','text':'One.'},{'type':'text','text':'Two.'}]}")
                  .get("s")
                  .orElseThrow());
      assertThat(sent.array("messages").orElseThrow().size()).isOne();
    }
  }

  @Test
  void samplingAndAForcedToolThatTheModelRefusesAreTheCallersUnlessTheyMayBeDropped() {
    JsonObject body =
        json(
            "{'model':'m','max_tokens':9,'temperature':0.2,'top_k':3,"
                + QUESTION
                + ","
                + TOOLS
                + "}");
    Deployment deployment = Deployment.of("anthropic/claude-opus-5-5").withKey(Asking.KEY);

    assertThat(sent(deployment, body)).isEqualTo(body.with("model", "claude-opus-5-5"));
    assertThat(
            sent(
                deployment.withParameters(ParameterPolicy.strict().withDropsUnsupported(true)),
                body))
        .isEqualTo(
            body.with("model", "claude-opus-5-5")
                .without(Set.of("temperature", "top_k", "tool_choice")));
  }

  /** As in a request of OpenAI's dialect, whoever is asked. */
  @Test
  void callerSaysWhatIsLeftOutOfTheRequest() {
    JsonObject body =
        json(
            "{'model':'m','max_tokens':9,'temperature':0.2,'top_k':3,'drops_unsupported':true,"
                + "'extra_body':{'inference_geo':'us'},"
                + QUESTION
                + "}");

    assertThat(sent("claude-opus-5-5", body).names())
        .containsExactlyInAnyOrder("model", "max_tokens", "messages", "inference_geo");
    assertThat(AnthropicMessages.request(body, List.of()).json().names())
        .contains("drops_unsupported", "extra_body");
  }

  @Test
  void thoughtsOfTheDeploymentsKeepWithinTheCallersLimitAndGiveWayToAForcedTool() {
    Deployment thinking =
        Deployment.of("anthropic/claude-sonnet-4-5")
            .withKey(Asking.KEY)
            .withDefaults(json("{'reasoning_effort':'high'}"));

    assertThat(
            sent(thinking, json("{'model':'m','max_tokens':3000," + QUESTION + "}"))
                .object("thinking"))
        .hasValue(json("{'type':'enabled','budget_tokens':1500}"));
    assertThat(sent(thinking, json("{'model':'m','max_tokens':30," + QUESTION + "}")).names())
        .doesNotContain("thinking");
    assertThat(
            sent(thinking, json("{'model':'m','max_tokens':3000," + QUESTION + "," + TOOLS + "}"))
                .names())
        .doesNotContain("thinking");
  }

  /** As behind a fallback from a server that numbers the calls of each answer anew. */
  @Test
  void idsOfAnotherProvidersCallsBecomeSuchAsAreTaken() {
    String turns =
        "{'role':'assistant','content':[{'type':'tool_use','id':'functions.f:0','name':'f',"
            + "'input':{}}]},{'role':'user','content':[{'type':'tool_result',"
            + "'tool_use_id':'functions.f:0','content':'r'}]}";
    JsonObject body =
        json(
            "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'q'},"
                + turns
                + ","
                + turns
                + "]}");

    assertThat(sent("claude-opus-4-6", body).array("messages").orElseThrow().toJson())
        .isEqualTo(
            body.array("messages")
                .orElseThrow()
                .toJson()
                .replace("\"q\"", "[{\"type\":\"text\",\"text\":\"q\"}]")
                .replace("functions.f:0", "functions_f_0")
                .replaceFirst(
                    "(functions_f_0.*functions_f_0.*)functions_f_0(.*)functions_f_0",
                    "$1functions_f_0_2$2functions_f_0_2"));
  }

  @Test
  void longIdOfAnotherProvidersCallIsCut() {
    String id = "call_".repeat(13);
    JsonObject body =
        json(
            "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'q'},"
                + "{'role':'assistant','content':[{'type':'tool_use','id':'ID','name':'f','input':{}}]},"
                    .replace("ID", id)
                + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'ID',"
                    .replace("ID", id)
                + "'content':'r'}]}]}");

    assertThat(sent("claude-opus-4-6", body).array("messages").orElseThrow().toJson())
        .contains("\"id\":\"" + id.substring(0, 64) + '"', "_id\":\"" + id.substring(0, 64) + '"');
  }

  private static JsonObject sent(String model, JsonObject body) {
    return sent(Deployment.of("anthropic/" + model).withKey(Asking.KEY), body);
  }

  private static JsonObject sent(Deployment deployment, JsonObject body) {
    Asking asking = Asking.anybody().of(deployment);
    ChatRequest request = AnthropicMessages.request(body, List.of());
    try (ProviderStream stream = asking.open(request)) {
      stream.next();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return asking.sentBody();
  }
}
