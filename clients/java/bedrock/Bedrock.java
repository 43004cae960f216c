import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** AWS's client for Java against the simulated provider, which it must not tell from Bedrock. */
public final class Bedrock {
  private static final String MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
  private static final BedrockRuntimeAsyncClient CLIENT =
      BedrockRuntimeAsyncClient.builder()
          // Over TLS it would ask which; the simulator speaks HTTP/1.1.
          .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
          .region(Region.US_EAST_1)
          .endpointOverride(URI.create(System.getenv("PROVIDER_ROOT")))
          .credentialsProvider(
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create("AKIASIMULATED", "secret")))
          .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
          .build();
  private static final Message HELLO =
      Message.builder().role(ConversationRole.USER).content(ContentBlock.fromText("Hello")).build();

  private Bedrock() {}

  public static void main(String[] args) {
    Direction.check("bedrock: plain answer is whole", Bedrock::plain);
    Direction.check("bedrock: streamed answer is whole", Bedrock::streamed);
    Direction.check("bedrock: streamed tools", Bedrock::tools);
    Direction.check("bedrock: errors are of their class", Bedrock::errors);
    Direction.check("bedrock: exception in a stream is thrown", Bedrock::exceptionInStream);
    Direction.check("bedrock: damaged stream is not an answer", Bedrock::damaged);
    CLIENT.close();
    Direction.end();
  }

  /** What a stream said. */
  private static final class Heard {
    final StringBuilder text = new StringBuilder();
    final StringBuilder reasoning = new StringBuilder();
    final Map<Integer, String> calls = new TreeMap<>();
    final List<Integer> tokens = new ArrayList<>();
    StopReason end;
  }

  private static Heard stream() {
    Heard heard = new Heard();
    ConverseStreamResponseHandler.Visitor visitor =
        ConverseStreamResponseHandler.Visitor.builder()
            .onContentBlockStart(
                e -> heard.calls.put(e.contentBlockIndex(), e.start().toolUse().toolUseId() + " "))
            .onContentBlockDelta(e -> {
              switch (e.delta().type()) {
                case TEXT -> heard.text.append(e.delta().text());
                case TOOL_USE ->
                    heard.calls.merge(
                        e.contentBlockIndex(), e.delta().toolUse().input(), String::concat);
                case REASONING_CONTENT -> {
                  String piece = e.delta().reasoningContent().text();
                  heard.reasoning.append(piece == null ? "" : piece);
                }
                default -> {}
              }
            })
            .onMessageStop(e -> heard.end = e.stopReason())
            .onMetadata(e -> heard.tokens.add(e.usage().totalTokens()))
            .build();
    ConverseStreamResponseHandler handler =
        ConverseStreamResponseHandler.builder().subscriber(visitor).build();
    CLIENT.converseStream(r -> r.modelId(MODEL).messages(HELLO), handler).join();
    return heard;
  }

  private static void plain() throws Exception {
    Direction.play("[{answer: 'Hello, world', usage: {prompt: 9, completion: 3}}]");

    ConverseResponse answer = CLIENT.converse(r -> r.modelId(MODEL).messages(HELLO)).join();

    Direction.same(answer.output().message().content().getFirst().text(), "Hello, world");
    Direction.same(answer.stopReason(), StopReason.END_TURN);
    Direction.same(answer.usage().totalTokens(), 12);
  }

  private static void streamed() throws Exception {
    Direction.play(
        "[{answer: [One, ' two'], reasoning: [h, m], usage: {prompt: 9, completion: 3}}]");

    Heard heard = stream();

    Direction.same(heard.reasoning + " " + heard.text, "hm One two");
    Direction.same(heard.end, StopReason.END_TURN);
    Direction.same(heard.tokens, List.of(12));
  }

  private static void tools() throws Exception {
    Direction.play(
        "[{tools: [{id: call_1, name: weather, arguments: '{\"city\":\"Paris\"}'},"
            + " {id: call_2, name: weather, arguments: '{\"city\":\"Rome\"}'}]}]");

    Heard heard = stream();

    Direction.same(
        List.copyOf(heard.calls.values()),
        List.of("call_1 {\"city\":\"Paris\"}", "call_2 {\"city\":\"Rome\"}"));
    Direction.same(heard.end, StopReason.TOOL_USE);
  }

  private static void errors() throws Exception {
    requireThrown("[{status: 400}]", ValidationException.class);
    requireThrown("[{status: 404}]", ResourceNotFoundException.class);
    requireThrown("[{status: 429}]", ThrottlingException.class);
  }

  private static void exceptionInStream() throws Exception {
    requireThrown(
        "[{break: error, error: 500, after: 2, answer: [One, ' two', ' three']}]",
        BedrockRuntimeException.class);
  }

  private static void damaged() throws Exception {
    requireThrown(
        "[{break: wrong-json, after: 2, answer: [One, ' two', ' three']}]", SdkException.class);
  }

  private static void requireThrown(String script, Class<? extends Throwable> kind)
      throws Exception {
    Direction.play(script);
    try {
      Heard heard = stream();
      throw new AssertionError("no " + kind.getSimpleName() + ", but " + heard.text);
    } catch (CompletionException e) {
      Direction.require(
          kind.isInstance(e.getCause()), e.getCause() + " is not " + kind.getSimpleName());
    }
  }
}
