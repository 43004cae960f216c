import com.openai.errors.OpenAIServiceException;
import java.util.List;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;

/** Spring AI 2, which asks by OpenAI's own client. */
public final class SpringAi2 extends SpringAi {
  SpringAi2() {
    super(OpenAiChatModel.builder().options(to("chat").build()).build());
  }

  public static void main(String[] args) {
    ChatChecks.run(new SpringAi2());
  }

  @Override
  public String name() {
    return "spring-ai 2";
  }

  @Override
  ChatOptions options(String model, List<ToolCallback> tools) {
    return to(model).toolCallbacks(tools).build();
  }

  @Override
  public int statusOf(Throwable error) {
    return ChatChecks.causes(error)
        .filter(OpenAIServiceException.class::isInstance)
        .mapToInt(cause -> ((OpenAIServiceException) cause).statusCode())
        .findFirst()
        .orElse(0);
  }

  private static OpenAiChatOptions.Builder to(String model) {
    return OpenAiChatOptions.builder()
        .baseUrl(System.getenv("GATEWAY_URL"))
        .apiKey("any")
        .model(model)
        .streamOptions(OpenAiChatOptions.StreamOptions.builder().includeUsage(true).build());
  }
}
