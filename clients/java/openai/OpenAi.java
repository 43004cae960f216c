import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** OpenAI's client for Java. */
public final class OpenAi implements ChatClient {
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder().baseUrl(System.getenv("GATEWAY_URL")).apiKey("any").build();

  public static void main(String[] args) {
    ChatChecks.run(new OpenAi());
  }

  @Override
  public String name() {
    return "openai-java";
  }

  @Override
  public Heard ask(Question question) {
    try {
      return Heard.of(answer(client.chat().completions().create(params(question).build())));
    } catch (OpenAIException e) {
      return Heard.of(e);
    }
  }

  @Override
  public Heard stream(Question question) {
    Heard heard = new Heard();
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(streamed(question))) {
      stream.stream().peek(whole::accumulate).flatMap(OpenAi::text).forEach(heard.pieces::add);
      heard.answers.add(answer(whole.chatCompletion()));
    } catch (OpenAIException e) {
      heard.errors.add(e);
    }
    return heard;
  }

  @Override
  public void leave(Question question) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(streamed(question))) {
      stream.stream().flatMap(OpenAi::text).findFirst();
    }
  }

  @Override
  public int statusOf(Throwable error) {
    return error instanceof OpenAIServiceException told ? told.statusCode() : 0;
  }

  // A provider refuses them of a plain question.
  private static ChatCompletionCreateParams streamed(Question question) {
    return params(question)
        .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
        .build();
  }

  private static ChatCompletionCreateParams.Builder params(Question question) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder().model(question.model()).addUserMessage(HELLO);
    if (question.hasTool()) {
      params.addFunctionTool(weather());
    }
    question.called().ifPresent(called -> addTurn(params, called));
    return params;
  }

  private static FunctionDefinition weather() {
    Object properties = Map.of("city", Map.of("type", "string"));
    return FunctionDefinition.builder()
        .name(WEATHER)
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(properties))
                .build())
        .build();
  }

  private static void addTurn(ChatCompletionCreateParams.Builder params, Answer called) {
    ChatCompletionMessage.Builder message =
        ChatCompletionMessage.builder().content(called.text()).refusal(Optional.empty());
    for (ToolCall call : called.tools()) {
      message.addToolCall(
          ChatCompletionMessageFunctionToolCall.builder()
              .id(call.id())
              .function(
                  ChatCompletionMessageFunctionToolCall.Function.builder()
                      .name(WEATHER)
                      .arguments(call.arguments())
                      .build())
              .build());
    }
    params.addMessage(message.build());
    for (ToolCall call : called.tools()) {
      params.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(call.id())
              .content(TOOL_RESULT)
              .build());
    }
  }

  private static Stream<String> text(ChatCompletionChunk chunk) {
    return chunk.choices().stream()
        .flatMap(choice -> choice.delta().content().stream())
        .filter(text -> !text.isEmpty());
  }

  private static Answer answer(ChatCompletion completion) {
    ChatCompletion.Choice choice = completion.choices().getFirst();
    List<ToolCall> calls =
        choice.message().toolCalls().orElse(List.of()).stream()
            .map(call -> call.asFunction())
            .map(call -> new ToolCall(call.id(), call.function().arguments()))
            .toList();
    var usage = completion.usage().orElseThrow();
    return new Answer(
        choice.message().content().orElse(""),
        choice.finishReason().asString(),
        calls,
        usage.promptTokens(),
        usage.completionTokens());
  }
}
