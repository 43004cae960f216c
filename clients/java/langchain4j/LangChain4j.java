import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** LangChain4j's module for OpenAI. */
public final class LangChain4j implements ChatClient {
  // Behind its first word of the end it may have another one.
  private static final long LAST_WORD_MILLIS = 1_500;

  private final OpenAiChatModel plain =
      OpenAiChatModel.builder()
          .baseUrl(System.getenv("GATEWAY_URL"))
          .apiKey("any")
          .modelName("chat")
          // It knows no x-should-retry: with retries of its own it would ask three times three.
          .maxRetries(0)
          .build();
  private final OpenAiStreamingChatModel streaming =
      OpenAiStreamingChatModel.builder().baseUrl(System.getenv("GATEWAY_URL")).apiKey("any").modelName("chat").build();

  public static void main(String[] args) {
    ChatChecks.run(new LangChain4j());
  }

  @Override
  public String name() {
    return "langchain4j";
  }

  @Override
  public boolean isEndedTwice() {
    return true;
  }

  @Override
  public Heard ask(Question question) {
    try {
      return Heard.of(answer(plain.chat(request(question))));
    } catch (RuntimeException e) {
      return Heard.of(e);
    }
  }

  @Override
  public Heard stream(Question question) throws InterruptedException {
    Heard heard = new Heard();
    CountDownLatch over = new CountDownLatch(1);
    streaming.chat(
        request(question),
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String text) {
            heard.pieces.add(text);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            heard.answers.add(answer(response));
            over.countDown();
          }

          @Override
          public void onError(Throwable error) {
            heard.errors.add(error);
            over.countDown();
          }
        });
    over.await();
    if (!heard.errors.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(LAST_WORD_MILLIS);
    }
    return heard;
  }

  @Override
  public void leave(Question question) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    streaming.chat(
        request(question),
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(PartialResponse text, PartialResponseContext context) {
            context.streamingHandle().cancel();
            left.countDown();
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {}

          @Override
          public void onError(Throwable error) {}
        });
    left.await();
  }

  @Override
  public int statusOf(Throwable error) {
    return ChatChecks.causes(error)
        .filter(HttpException.class::isInstance)
        .mapToInt(cause -> ((HttpException) cause).statusCode())
        .findFirst()
        .orElse(0);
  }

  private static ChatRequest request(Question question) {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(UserMessage.from(HELLO));
    question.called().ifPresent(called -> addTurn(messages, called));
    ChatRequest.Builder request = ChatRequest.builder().messages(messages).modelName(question.model());
    if (question.hasTool()) {
      request.toolSpecifications(
          ToolSpecification.builder()
              .name(WEATHER)
              .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
              .build());
    }
    return request.build();
  }

  private static void addTurn(List<ChatMessage> messages, Answer called) {
    List<ToolExecutionRequest> calls =
        called.tools().stream()
            .map(call -> ToolExecutionRequest.builder().id(call.id()).name(WEATHER).arguments(call.arguments()).build())
            .toList();
    messages.add(AiMessage.from(calls));
    calls.forEach(call -> messages.add(ToolExecutionResultMessage.from(call, TOOL_RESULT)));
  }

  private static Answer answer(ChatResponse response) {
    List<ToolCall> calls =
        response.aiMessage().toolExecutionRequests().stream()
            .map(call -> new ToolCall(call.id(), call.arguments()))
            .toList();
    var usage = Optional.ofNullable(response.tokenUsage());
    return new Answer(
        Optional.ofNullable(response.aiMessage().text()).orElse(""),
        finish(response),
        calls,
        usage.map(told -> told.inputTokenCount()).orElse(0),
        usage.map(told -> told.outputTokenCount()).orElse(0));
  }

  private static String finish(ChatResponse response) {
    String finish = Optional.ofNullable(response.finishReason()).map(Enum::name).orElse("");
    return finish.equals("TOOL_EXECUTION") ? "tool_calls" : finish.toLowerCase(Locale.ROOT);
  }
}
