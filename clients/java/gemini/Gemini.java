import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Google's client for Java against the simulated provider, which it must not tell from Gemini. */
public final class Gemini {
  private static final String MODEL = "gemini-3-flash-preview";
  private static final Client CLIENT =
      Client.builder()
          .apiKey(System.getenv("PROVIDER_KEY"))
          .httpOptions(
              HttpOptions.builder()
                  .baseUrl(System.getenv("PROVIDER_ROOT"))
                  .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                  .build())
          .build();
  private static final GenerateContentConfig PLAIN = GenerateContentConfig.builder().build();

  private Gemini() {}

  public static void main(String[] args) {
    Direction.check("gemini: plain answer is whole", Gemini::plain);
    Direction.check("gemini: streamed answer is whole", Gemini::streamed);
    Direction.check("gemini: tools and thoughts over two turns", Gemini::tools);
    Direction.check("gemini: errors are of their class", Gemini::errors);
    Direction.check("gemini: error as a stream's first event is thrown", Gemini::errorFirst);
    Direction.end();
  }

  /** What a stream said. */
  private static final class Heard {
    final StringBuilder text = new StringBuilder();
    final List<Part> parts = new ArrayList<>();
    FinishReason end = new FinishReason("none");
    int tokens;

    void take(GenerateContentResponse response) {
      parts.addAll(
          response
              .candidates()
              .orElseThrow()
              .getFirst()
              .content()
              .orElseThrow()
              .parts()
              .orElseThrow());
      response.candidates().get().getFirst().finishReason().ifPresent(word -> end = word);
      response
          .usageMetadata()
          .flatMap(usage -> usage.totalTokenCount())
          .ifPresent(count -> tokens = count);
    }

    List<FunctionCall> calls() {
      return parts.stream().flatMap(part -> part.functionCall().stream()).toList();
    }

    String said(boolean thought) {
      return String.join(
          "",
          parts.stream()
              .filter(part -> part.thought().orElse(false) == thought)
              .flatMap(part -> part.text().stream())
              .toList());
    }
  }

  private static Heard stream(List<Content> contents, GenerateContentConfig config) {
    Heard heard = new Heard();
    try (ResponseStream<GenerateContentResponse> stream =
        CLIENT.models.generateContentStream(MODEL, contents, config)) {
      stream.forEach(heard::take);
    }
    return heard;
  }

  private static List<Content> hello() {
    return new ArrayList<>(
        List.of(Content.builder().role("user").parts(Part.fromText("Hello")).build()));
  }

  private static void plain() throws Exception {
    Direction.play("[{answer: 'Hello, world', usage: {prompt: 9, completion: 3}}]");

    GenerateContentResponse answer = CLIENT.models.generateContent(MODEL, "Hello", PLAIN);

    Direction.same(answer.text(), "Hello, world");
    Direction.same(answer.finishReason().toString(), "STOP");
    Direction.same(answer.usageMetadata().orElseThrow().totalTokenCount().orElseThrow(), 12);
  }

  private static void streamed() throws Exception {
    Direction.play(
        "[{answer: [One, ' two'], reasoning: [h, m], usage: {prompt: 9, completion: 3}}]");

    Heard heard = stream(hello(), PLAIN);

    Direction.same(heard.said(true) + " " + heard.said(false), "hm One two");
    Direction.same(heard.end.toString(), "STOP");
    Direction.same(heard.tokens, 12);
  }

  private static void tools() throws Exception {
    Direction.play(
        "[{reasoning: [I look.], tools: [{id: call_1, name: weather, arguments:"
            + " '{\"city\":\"Paris\"}'}, {id: call_2, name: weather, arguments:"
            + " '{\"city\":\"Rome\"}'}]}, {answer: Sunny.}]");
    FunctionDeclaration weather = FunctionDeclaration.builder().name("weather").build();
    GenerateContentConfig config =
        GenerateContentConfig.builder()
            .tools(Tool.builder().functionDeclarations(weather).build())
            .build();
    List<Content> contents = hello();

    Heard first = stream(contents, config);
    contents.add(Content.builder().role("model").parts(first.parts).build());
    contents.add(
        Content.builder()
            .role("user")
            .parts(first.calls().stream().map(Gemini::result).toList())
            .build());
    Heard second = stream(contents, config);

    Direction.same(
        first.calls().stream()
            .map(call -> call.id().orElse("") + call.args().orElseThrow())
            .toList(),
        List.of("call_1{city=Paris}", "call_2{city=Rome}"));
    Direction.same(second.said(false), "Sunny.");
  }

  private static Part result(FunctionCall call) {
    FunctionResponse response =
        FunctionResponse.builder()
            .id(call.id().orElseThrow())
            .name(call.name().orElseThrow())
            .response(Map.of("output", "18 degrees"))
            .build();
    return Part.builder().functionResponse(response).build();
  }

  private static void errors() throws Exception {
    requireThrown("always: [{status: 400}]", ClientException.class, 400);
    requireThrown("always: [{status: 401}]", ClientException.class, 400);
    requireThrown("always: [{status: 429}]", ClientException.class, 429);
    requireThrown("always: [{status: 503}]", ServerException.class, 503);
  }

  private static void errorFirst() throws Exception {
    requireThrown("[{break: error, error: 429, answer: [One, ' two']}]", ApiException.class, 429);
  }

  private static void requireThrown(String script, Class<? extends ApiException> kind, int code)
      throws Exception {
    Direction.play(script);
    try {
      Heard heard = stream(hello(), PLAIN);
      throw new AssertionError("no " + kind.getSimpleName() + ", but " + heard.said(false));
    } catch (ApiException e) {
      Direction.require(kind.isInstance(e), e + " is not " + kind.getSimpleName());
      Direction.same(e.code(), code);
    }
  }
}
