package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.HttpCall;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of what each provider takes, in docs/providers.md, is what becomes of each in a request
 * to it.
 */
class FeaturePageTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/providers.md");
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final List<String> MODELS =
      List.of(
          "openai/gpt-4.1",
          "azure/gpt-4.1",
          "mistral/mistral-large-latest",
          "groq/llama-3.3-70b-versatile",
          "deepseek/deepseek-chat",
          "vllm/qwen3",
          "anthropic/claude-sonnet-4-5",
          "gemini/gemini-2.5-flash",
          "vertex_ai/gemini-2.5-flash",
          "bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
          "cohere/command-a-03-2025",
          "ollama/llama3.1");
  private static final String TOOL =
      "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}]";

  // What is asked beside a user's message; what comes in its place where it begins with an array.
  private static final Map<String, String> FEATURES = new LinkedHashMap<>();

  static {
    FEATURES.put("system text", "[{'role':'system','content':'s'}," + user("'a'") + "]");
    FEATURES.put(
        "image by its address", part("'image_url','image_url':{'url':'https://x.org/a.png'}"));
    FEATURES.put(
        "image as data", part("'image_url','image_url':{'url':'data:image/png;base64,AAAA'}"));
    FEATURES.put(
        "PDF",
        part("'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,AAAA'}"));
    FEATURES.put("audio", part("'input_audio','input_audio':{'data':'AAAA','format':'wav'}"));
    FEATURES.put("tools", TOOL);
    FEATURES.put(
        "one tool demanded", TOOL + ",'tool_choice':{'type':'function','function':{'name':'f'}}");
    FEATURES.put("`parallel_tool_calls`", TOOL + ",'parallel_tool_calls':false");
    FEATURES.put(
        "JSON schema",
        "'response_format':{'type':'json_schema','json_schema':{'name':'s','strict':true,"
            + "'schema':{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],"
            + "'additionalProperties':false}}}");
    FEATURES.put("`response_format: json_object`", "'response_format':{'type':'json_object'}");
    FEATURES.put("`reasoning_effort`", "'reasoning_effort':'high'");
    FEATURES.put("`max_tokens`", "'max_tokens':9");
    FEATURES.put("`stop`", "'stop':['x']");
    FEATURES.put("`temperature`", "'temperature':0.5");
    FEATURES.put("`top_p`", "'top_p':0.5");
    FEATURES.put("both of them", "'temperature':0.5,'top_p':0.5");
    FEATURES.put("`seed`", "'seed':7");
    FEATURES.put("`n`", "'n':2");
    FEATURES.put("`presence_penalty`", "'presence_penalty':0.5");
    FEATURES.put("`logit_bias`", "'logit_bias':{'1':1}");
    FEATURES.put("`logprobs`", "'logprobs':true");
    FEATURES.put(
        "cache marks",
        "[{'role':'user','content':[{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}]}]");
    FEATURES.put("fields nobody knows", "'of_their_own':1");
  }

  @Test
  void pageTellsWhatBecomesOfEachFeature() throws IOException {
    List<String> table = table();
    List<String> shown =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.equals(table.getFirst()))
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    assertThat(shown)
        .withFailMessage(
            "the table of features in docs/providers.md is not what is sent; it would be%n%s",
            String.join("\n", table))
        .isEqualTo(table);
  }

  private static List<String> table() {
    List<Asked> all = MODELS.stream().map(Asked::new).toList();
    List<String> table = new ArrayList<>();
    table.add(row("", all, asked -> "`" + asked.deployment.provider() + "`"));
    table.add("|" + "---|".repeat(all.size() + 1));
    FEATURES.forEach((name, request) -> table.add(row(name, all, asked -> asked.feature(request))));
    table.add(row("a broken stream goes on by", all, Asked::recovery));
    table.add(row("`/v1/completions`", all, Asked::completions));
    table.add(row("`/v1/embeddings`", all, Asked::embeddings));
    return table;
  }

  private static String row(String name, List<Asked> all, Function<Asked, String> cell) {
    return Stream.concat(Stream.of(name), all.stream().map(cell))
        .map(text -> text.isEmpty() ? " |" : " " + text + " |")
        .collect(Collectors.joining("", "|", ""));
  }

  private static String user(String content) {
    return "{'role':'user','content':" + content + "}";
  }

  private static String part(String part) {
    return "[" + user("[{'type':'text','text':'a'},{'type':" + part + "}]") + "]";
  }

  /** One deployment, asked. */
  private static final class Asked {
    private final Deployment deployment;
    private final Optional<JsonValue> plain;

    Asked(String model) {
      this.deployment =
          Deployment.of(model)
              .withKey("sk-0123456789")
              .withEndpoint(URI.create("https://example.org/v1"));
      this.plain = sent("'model':'m'");
    }

    String feature(String request) {
      Optional<JsonValue> body = sent(request);
      if (body.isEmpty()) {
        return "refused";
      }
      boolean isOfTools = request.startsWith(TOOL) && !request.equals(TOOL);
      return body.equals(isOfTools ? sent(TOOL) : plain) ? "left out" : "sent";
    }

    private Optional<JsonValue> sent(String request) {
      String messages = request.startsWith("[") ? request : "[" + user("'a'") + "]";
      String more = request.startsWith("[") ? "" : "," + request;
      JsonObject json = json("{'messages':" + messages + more + "}");
      return body(provider -> provider.open(deployment, new ChatRequest(json), CONNECT));
    }

    String recovery() {
      Prefill prefill = provider(ScriptedTransport.answering(500, "")).prefill(deployment);
      return prefill == Prefill.NONE ? "anchor" : "prefill";
    }

    String completions() {
      return body(
              provider -> provider.complete(deployment, CompletionRequest.of("m", "a"), CONNECT))
          .map(sent -> "asked")
          .orElse("");
    }

    String embeddings() {
      return body(provider -> provider.embed(deployment, EmbeddingRequest.of("m", "a"), CONNECT))
          .map(sent -> "asked")
          .orElse("");
    }

    private Optional<JsonValue> body(Function<Provider, ProviderStream> asking) {
      ScriptedTransport transport = ScriptedTransport.answering(500, "");
      try (ProviderStream stream = asking.apply(provider(transport))) {
        stream.next();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return transport.calls.stream().findFirst().map(HttpCall::body).map(Json::parseObject);
    }

    private Provider provider(ScriptedTransport transport) {
      return KnownProviders.named(deployment.provider())
          .orElseThrow()
          .make(transport, new ManualTime());
    }

    private static JsonObject json(String singleQuoted) {
      return Json.parseObject(singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
  }
}
