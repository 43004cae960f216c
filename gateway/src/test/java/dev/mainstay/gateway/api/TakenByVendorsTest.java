package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a caller asks for, no model is sent what its vendor is known to refuse: the simulator
 * refuses as the vendors do.
 */
@Timeout(60)
class TakenByVendorsTest {
  private static final int REQUESTS = 100;

  private static final String[] TOOLS = {
    tools("'parameters':{'type':'object','properties':{'a':{'type':'string'}}}"),
    tools("'description':'d'"),
    tools("'parameters':{}"),
    tools(
        "'strict':true,'parameters':{'type':'object','additionalProperties':false,"
            + "'properties':{}}")
  };
  private static final String[] CHOICES = {
    "'auto'", "'required'", "'none'", "{'type':'function','function':{'name':'f'}}"
  };
  private static final String[] FORMATS = {
    "{'type':'json_object'}",
    "{'type':'text'}",
    "{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object','properties':{}}}}"
  };
  private static final String[] CONVERSATIONS = {
    "[{'role':'user','content':'q'}]",
    "[{'role':'developer','content':'d'},{'role':'user','content':[{'type':'text','text':'q'}]}]",
    "[{'role':'system','content':''},{'role':'user','content':'q'}]",
    "[{'role':'assistant','content':'hi'},{'role':'user','content':'q'}]",
    "[{'role':'user','content':'q'},{'role':'user','content':'r'}]",
    "[{'role':'user','content':'q'},{'role':'assistant','content':''},{'role':'user','content':'r'}]",
    "[{'role':'user','content':'q'},{'role':'assistant','content':' '},{'role':'user','content':'r'}]",
    "[{'role':'user','content':'q'},{'role':'system','content':'s'},{'role':'user','content':'r'}]",
    "[{'role':'user','content':'q'},{'role':'assistant','content':'a','reasoning_content':'t','thinking_blocks':[{'type':'thinking','thinking':'t','signature':'gemini:0:c2ln'}]},{'role':'user','content':'r'}]",
    calls("chatcmpl-tool-0123456789abcdef0123456789abcdef", "functions.f:0"),
    calls("call_0", "call/1|x"),
    "[{'role':'user','content':'q'},{'role':'assistant','content':'','tool_calls':[{'id':'call_0','type':'function','function':{'name':'f','arguments':''}}]},{'role':'tool','tool_call_id':'call_0','content':''},{'role':'assistant','content':null,'tool_calls':[{'id':'call_0','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'call_0','content':'r'}]",
    "[{'role':'user','content':[{'type':'text','text':'q'},{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}}]}]",
    "[{'role':'user','content':'q'},{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'c1','content':[{'type':'text','text':'r'},{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}}]},{'role':'user','content':'And?'}]"
  };
  private static final String[] TURNS = {
    "[{'role':'user','content':'q'}]",
    "[{'role':'user','content':[{'type':'text','text':'q'},{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}}]}]",
    "[{'role':'user','content':'q'},{'role':'assistant','content':[{'type':'tool_use','id':'call_0','name':'f','input':{}}]},{'role':'user','content':[{'type':'tool_result','tool_use_id':'call_0','content':'r'}]},{'role':'assistant','content':[{'type':'tool_use','id':'call_0','name':'f','input':{}}]},{'role':'user','content':[{'type':'tool_result','tool_use_id':'call_0'},{'type':'text','text':'And?'}]}]",
    "[{'role':'user','content':'q'},{'role':'assistant','content':[{'type':'thinking','thinking':'t','signature':''},{'type':'text','text':'a'},{'type':'tool_use','id':'functions.f:0','name':'f','input':{}}]},{'role':'user','content':[{'type':'tool_result','tool_use_id':'functions.f:0','content':[{'type':'text','text':'r'}],'is_error':true}]}]",
    "[{'role':'user','content':'q'},{'role':'assistant','content':[{'type':'server_tool_use','id':'srvtoolu_1','name':'web_search','input':{}},{'type':'web_search_tool_result','tool_use_id':'srvtoolu_1','content':[]},{'type':'text','text':'a'}]},{'role':'user','content':'r'}]"
  };

  private final Simulator simulator = Simulator.start(Script.always(Answer.text("Hello")));

  @AfterEach
  void stop() {
    simulator.close();
  }

  static List<String> models() {
    return List.of(
        "anthropic/claude-3-5-haiku-latest",
        "anthropic/claude-sonnet-4-20250514",
        "anthropic/claude-opus-4-1",
        "anthropic/claude-sonnet-4-5",
        "anthropic/claude-opus-4-5",
        "anthropic/claude-opus-4-6",
        "anthropic/claude-opus-4-8",
        "anthropic/claude-opus-5",
        "anthropic/claude-sonnet-5-5",
        "anthropic/claude-opus-5-5",
        "anthropic/claude-haiku-5-5",
        "anthropic/claude-fable-5-1",
        "vertex_ai/claude-opus-4-8",
        "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "bedrock/us.anthropic.claude-opus-4-6",
        "bedrock/us.anthropic.claude-opus-5-5",
        "bedrock/us.amazon.nova-pro-v1:0",
        "bedrock/us.amazon.nova-2-lite-v1:0",
        "gemini/gemini-2.0-flash",
        "gemini/gemini-2.5-pro",
        "gemini/gemini-3-flash-preview",
        "vertex_ai/gemini-2.5-flash",
        "vertex_ai/gemini-3-flash",
        "openai/gpt-4o",
        "openai/o1",
        "openai/o4-mini",
        "openai/gpt-5",
        "openai/gpt-5.2",
        "azure/gpt-5",
        "azure_ai/Mistral-Large-2411",
        "mistral/mistral-large-latest",
        "groq/openai/gpt-oss-120b",
        "groq/qwen/qwen3.6-27b",
        "cerebras/gpt-oss-120b",
        "cohere/command-a-03-2025",
        "ollama/llama3.1");
  }

  @ParameterizedTest
  @MethodSource("models")
  void nothingIsSentThatIsRefused(String model) {
    boolean isSound = SimulatedWire.isOpenAis(model);

    assertThat(
            refused(
                model, true, (random, i) -> i % 3 == 2 ? message(random) : chat(random, isSound)))
        .isEmpty();
    assertThat(simulator.requestCount()).isGreaterThan(REQUESTS / 2);
  }

  /** OpenAI's own parameters are OpenAI's to refuse, and Anthropic's own requests Anthropic's. */
  @ParameterizedTest
  @MethodSource("models")
  void whereNothingMayBeDroppedNothingIsSentThatIsRefused(String model) {
    assumeThat(SimulatedWire.isOpenAis(model)).isFalse();

    assertThat(refused(model, false, (random, i) -> chat(random, false))).isEmpty();
  }

  private List<String> refused(
      String model, boolean isDropped, BiFunction<Random, Integer, ChatRequest> asking) {
    Random random = new Random(11);
    List<String> refused = new ArrayList<>();
    try (Mainstay mainstay =
        Mainstay.builder()
            .group(
                "m",
                SimulatedWire.deployment(model, simulator.url())
                    .withKey("sk-test")
                    .withParameters(ParameterPolicy.strict().withDropsUnsupported(isDropped)))
            .retries(RetryPolicy.of(0))
            .build()) {
      for (int i = 0; i < REQUESTS; i++) {
        refusal(mainstay, asking.apply(random, i)).ifPresent(refused::add);
      }
    }
    return refused;
  }

  // One of our own is made before anything is sent.
  private Optional<String> refusal(Mainstay mainstay, ChatRequest request) {
    long before = simulator.requestCount();
    try {
      mainstay.chat(request);
      // What is asked twice was refused at first.
      return simulator.requestCount() > before + 1
          ? Optional.of("asked twice <- " + simulator.requests().getLast().text())
          : Optional.empty();
    } catch (MainstayException e) {
      boolean isSent = simulator.requestCount() > before;
      return isSent
          ? Optional.of(e.getMessage() + " <- " + simulator.requests().getLast().text())
          : Optional.empty();
    }
  }

  private static ChatRequest chat(Random random, boolean isSound) {
    JsonObjectBuilder request = JsonObject.builder().put("model", "m");
    put(random, request, "temperature", "0", "0.5", "1", "1.5");
    put(random, request, "top_p", "0.5", "1");
    put(random, request, "top_k", "5");
    String limit = random.nextBoolean() ? "max_tokens" : "max_completion_tokens";
    put(random, request, limit, "20", "2000", "9000");
    put(random, request, "reasoning_effort", "'none'", "'minimal'", "'low'", "'high'", "'xhigh'");
    put(
        random,
        request,
        "thinking",
        "{'type':'enabled','budget_tokens':2048}",
        "{'type':'adaptive'}",
        "{'type':'disabled'}");
    put(random, request, "tools", TOOLS);
    // OpenAI and Mistral are sent what they refuse of anybody.
    if (!isSound || request.build().has("tools")) {
      put(random, request, "tool_choice", CHOICES);
      put(random, request, "parallel_tool_calls", "false", "true");
    }
    put(random, request, "response_format", FORMATS);
    put(random, request, "stop", "'x'", "['x','\\n']", "' '");
    put(random, request, "seed", "7");
    put(random, request, "n", "1");
    put(random, request, "user", "'u'");
    put(random, request, "store", "true");
    put(random, request, "metadata", "{'a':'b'}");
    put(random, request, "presence_penalty", "0.5", "0");
    put(random, request, "logit_bias", "{'1':1}");
    put(random, request, "service_tier", "'auto'", "'flex'");
    put(random, request, "stream_options", "{'include_usage':true}");
    request.put("messages", json(pick(random, CONVERSATIONS)));
    return new ChatRequest(request.build());
  }

  private static ChatRequest message(Random random) {
    JsonObjectBuilder request = JsonObject.builder().put("model", "m");
    request.put("max_tokens", json(pick(random, "20", "2000", "9000")));
    put(random, request, "temperature", "0", "0.5", "1");
    put(random, request, "top_p", "0.97", "1");
    put(
        random,
        request,
        "output_config",
        "{'effort':'low'}",
        "{'effort':'xhigh'}",
        "{'format':{'type':'json_schema','schema':{'type':'object'}}}");
    put(random, request, "thinking", "{'type':'adaptive'}", "{'type':'disabled'}");
    put(
        random,
        request,
        "tools",
        "[{'name':'f','input_schema':{'type':'object','properties':{}}}]");
    put(random, request, "metadata", "{'user_id':'u'}");
    put(random, request, "stop_sequences", "['x']");
    request.put("messages", json(pick(random, TURNS)));
    return AnthropicMessages.request(request.build(), List.of());
  }

  private static String calls(String one, String other) {
    return "[{'role':'user','content':'q'},{'role':'assistant','content':'let me','tool_calls':["
        + call(one)
        + ","
        + call(other)
        + "]},{'role':'tool','tool_call_id':'"
        + other
        + "','content':'r'},{'role':'tool','tool_call_id':'"
        + one
        + "','content':'r'},{'role':'user','content':'And?'}]";
  }

  private static String call(String id) {
    return "{'id':'" + id + "','type':'function','function':{'name':'f','arguments':'{}'}}";
  }

  private static String tools(String more) {
    return "[{'type':'function','function':{'name':'f'," + more + "}}]";
  }

  private static void put(Random random, JsonObjectBuilder request, String name, String... values) {
    if (random.nextInt(3) == 0) {
      request.put(name, json(pick(random, values)));
    }
  }

  private static String pick(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }

  private static JsonValue json(String singleQuoted) {
    return Json.parse(singleQuoted.replace('\'', '"'));
  }
}
