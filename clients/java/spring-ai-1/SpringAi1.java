import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Spring AI 1, which asks by Spring's own HTTP clients. */
public final class SpringAi1 extends SpringAi {
  private static final Pattern STATUS = Pattern.compile("\\b([45]\\d\\d)\\b");

  SpringAi1() {
    super(
        OpenAiChatModel.builder()
            .openAiApi(
                OpenAiApi.builder()
                    .baseUrl(System.getenv("GATEWAY_URL").replaceFirst("/v1/?$", ""))
                    .apiKey("any")
                    .build())
            // It knows no x-should-retry: by default it asks ten times, with waits of up to 3 min.
            .retryTemplate(RetryTemplate.builder().maxAttempts(1).build())
            .build());
  }

  public static void main(String[] args) {
    ChatChecks.run(new SpringAi1());
  }

  @Override
  public String name() {
    return "spring-ai 1";
  }

  @Override
  ChatOptions options(String model, List<ToolCallback> tools) {
    return OpenAiChatOptions.builder()
        .model(model)
        .streamUsage(true)
        .toolCallbacks(tools)
        .internalToolExecutionEnabled(false)
        .build();
  }

  @Override
  public int statusOf(Throwable error) {
    Matcher status = STATUS.matcher(String.valueOf(error.getMessage()));
    return status.find() ? Integer.parseInt(status.group(1)) : 0;
  }

  @Override
  public String wordsOf(Throwable error) {
    return error instanceof WebClientResponseException told
        ? told.getResponseBodyAsString()
        : super.wordsOf(error);
  }

  @Override
  public boolean skipsErrorEvents() {
    return true;
  }
}
