import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

/** Spring AI's module for OpenAI, whichever its version. */
abstract class SpringAi implements ChatClient {
  private final ChatModel model;

  SpringAi(ChatModel model) {
    this.model = model;
  }

  /** What is asked for; tools are called by us, not by Spring. */
  abstract ChatOptions options(String model, List<ToolCallback> tools);

  @Override
  public final Heard ask(Question question) {
    try {
      ChatResponse response = model.call(prompt(question));
      return Heard.of(answer(List.of(response)));
    } catch (RuntimeException e) {
      return Heard.of(e);
    }
  }

  @Override
  public final Heard stream(Question question) {
    Heard heard = new Heard();
    List<ChatResponse> responses = new ArrayList<>();
    try {
      model
          .stream(prompt(question))
          .doOnNext(response -> {
            responses.add(response);
            text(response).ifPresent(heard.pieces::add);
          })
          .blockLast();
      heard.answers.add(answer(responses));
    } catch (RuntimeException e) {
      heard.errors.add(e);
    }
    return heard;
  }

  @Override
  public final void leave(Question question) {
    model.stream(prompt(question)).filter(response -> text(response).isPresent()).blockFirst();
  }

  private Prompt prompt(Question question) {
    List<Message> messages = new ArrayList<>();
    messages.add(new UserMessage(HELLO));
    question.called().ifPresent(called -> addTurn(messages, called));
    List<ToolCallback> tools = question.hasTool() ? List.of(weather()) : List.of();
    return new Prompt(messages, options(question.model(), tools));
  }

  record Place(String city) {}

  private static ToolCallback weather() {
    return FunctionToolCallback.builder(WEATHER, (Place place) -> TOOL_RESULT)
        .description("The weather")
        .inputType(Place.class)
        .build();
  }

  private static void addTurn(List<Message> messages, Answer called) {
    messages.add(
        AssistantMessage.builder()
            .content("")
            .toolCalls(
                called.tools().stream()
                    .map(call -> new AssistantMessage.ToolCall(call.id(), "function", WEATHER, call.arguments()))
                    .toList())
            .build());
    messages.add(
        ToolResponseMessage.builder()
            .responses(
                called.tools().stream()
                    .map(call -> new ToolResponseMessage.ToolResponse(call.id(), WEATHER, TOOL_RESULT))
                    .toList())
            .build());
  }

  private static Optional<String> text(ChatResponse response) {
    return generation(response)
        .map(generation -> generation.getOutput().getText())
        .filter(text -> !text.isEmpty());
  }

  private static Optional<Generation> generation(ChatResponse response) {
    return response.getResults().stream().findFirst();
  }

  private static Answer answer(List<ChatResponse> responses) {
    StringBuilder text = new StringBuilder();
    List<ToolCall> calls = new ArrayList<>();
    String finish = "";
    Usage usage = null;
    for (ChatResponse response : responses) {
      text(response).ifPresent(text::append);
      Generation generation = generation(response).orElse(null);
      if (generation != null) {
        generation.getOutput().getToolCalls().forEach(call -> calls.add(new ToolCall(call.id(), call.arguments())));
        String told = generation.getMetadata().getFinishReason();
        finish = told == null || told.isEmpty() ? finish : told.toLowerCase(Locale.ROOT);
      }
      Usage latest = response.getMetadata().getUsage();
      usage = latest.getTotalTokens() > 0 ? latest : usage;
    }
    return new Answer(
        text.toString(),
        finish,
        calls,
        usage == null ? 0 : usage.getPromptTokens(),
        usage == null ? 0 : usage.getCompletionTokens());
  }
}
