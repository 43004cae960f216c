package dev.mainstay.provider.bedrock;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.VendorTerms;
import dev.mainstay.provider.wire.AnswerBody;
import dev.mainstay.provider.wire.CallersPrefill;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.ClaudeModel;
import dev.mainstay.provider.wire.PeekedBody;
import dev.mainstay.provider.wire.Preparing;
import dev.mainstay.provider.wire.RefusedFields;
import dev.mainstay.provider.wire.TokenQuestion;
import dev.mainstay.provider.wire.ToolNames;
import dev.mainstay.provider.wire.UnreadThoughts;
import dev.mainstay.provider.wire.VendorFields;
import dev.mainstay.provider.wire.WireCall;
import dev.mainstay.provider.wire.WireHeaders;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * AWS Bedrock's Converse and ConverseStream.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 *
 * <p>A deployment's key is one of Bedrock's API keys, sent as a bearer's; a {@linkplain
 * Deployment#credential credential} may sign instead. Its endpoint is that of its region; a region
 * in the model's name or ARN takes precedence over it.
 *
 * <p>An answer has come to its end with its {@code stopReason}. It tells neither its id nor its
 * model: the one is what AWS calls the request, the other the model that was asked.
 */
public final class BedrockProvider implements Provider {
  static final String NAME = "bedrock";
  private static final String KEY = "AWS_BEARER_TOKEN_BEDROCK";
  private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";
  private static final String REQUEST_ID = "x-amzn-requestid";

  private final Transport transport;
  private final TimeSource time;
  private final RefusedFields refused = new RefusedFields();

  /**
   * A provider.
   *
   * @param transport carries its requests; stays its owner's to close
   * @param time tells when an answer came
   */
  public BedrockProvider(Transport transport, TimeSource time) {
    this.transport = transport;
    this.time = time;
  }

  /** The provider {@code bedrock}, with the variables of AWS's own clients and of LiteLLM. */
  public static List<KnownProvider> known() {
    return List.of(
        KnownProvider.of(NAME, BedrockProvider::new)
            .withKeyVariables(List.of(KEY))
            .withUrlVariables(
                List.of("AWS_BEDROCK_RUNTIME_ENDPOINT", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"))
            .withRegions(
                new KnownProvider.Regions(
                    KnownProvider.Regions.AWS_VARIABLES,
                    BedrockProvider::endpoint,
                    model -> BedrockModel.of(model).region())));
  }

  /** Where AWS serves Bedrock in {@code region}, as in {@code us-east-1}. */
  public static URI endpoint(String region) {
    return ConverseAddress.ofRegion(region);
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    return attempt(
        deployment,
        operation(request),
        address ->
            ToolNames.BEDROCK.attempt(
                CallersPrefill.asked(request, prefill(deployment)),
                named -> chat(address, deployment, named, connectTimeout)));
  }

  private ProviderStream chat(
      URI address, Deployment deployment, ChatRequest request, Duration connectTimeout) {
    return UnreadThoughts.attempt(
        request,
        shown ->
            refused.attempt(
                deployment, shown, (less, asked) -> send(address, less, asked, connectTimeout)));
  }

  @Override
  public VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
    return BedrockModel.of(deployment.model()).mayBeClaude()
        ? VendorFields.ofClaude(deployment, request)
        : VendorFields.of(deployment, request);
  }

  @Override
  public ProviderStream embed(
      Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    return attempt(
        deployment,
        EmbedForm.OPERATION,
        address ->
            refused.attempt(
                deployment,
                request,
                EmbedForm.TAKEN_BACK,
                less -> sendEmbed(address, less, request, connectTimeout)));
  }

  private ProviderStream sendEmbed(
      URI address, Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    BedrockModel model = BedrockModel.of(deployment.model());
    JsonObject body = new EmbedForm(request, model, OptionalLong.empty()).body(deployment);
    HttpCall http = post(address, deployment, false, body, connectTimeout);
    WireCall call = WireCall.of(transport, deployment, http, time);
    return call.stream(
        (head, in) -> call.plain(head, in, new EmbedForm(request, model, EmbedForm.tokens(head))));
  }

  @Override
  public EmbeddingLimit embeddingLimit(Deployment deployment) {
    return EmbedForm.limit(BedrockModel.of(deployment.model()));
  }

  @Override
  public OptionalLong countTokens(Deployment deployment, ChatRequest request, Duration timeout)
      throws InterruptedException {
    Optional<URI> address = ConverseAddress.ofCounts(deployment);
    return address.isPresent() && KnownProvider.hasKey(deployment)
        ? new TokenQuestion(transport, time)
            .ask(
                deployment,
                () ->
                    post(
                        address.get(),
                        deployment,
                        false,
                        CountRequest.of(deployment, ToolNames.BEDROCK.asked(request)),
                        timeout),
                CountRequest.COUNT,
                timeout)
        : OptionalLong.empty();
  }

  private static ProviderStream attempt(
      Deployment deployment, String operation, Function<URI, ProviderStream> sending) {
    return Preparing.attempt(deployment, () -> prepared(deployment, operation, sending));
  }

  private static ProviderStream prepared(
      Deployment deployment, String operation, Function<URI, ProviderStream> sending) {
    Optional<URI> address = ConverseAddress.of(deployment, operation);
    if (address.isEmpty()) {
      return new FailedStream(new Failure.NotFound(FailureDetail.of(noRegion(deployment))));
    }
    return KnownProvider.hasKey(deployment)
        ? sending.apply(address.get())
        : FailedStream.withoutKey(
            deployment,
            List.of(KEY),
            "give the deployment a key or a credential of the module mainstay-aws");
  }

  /** Claudes up to 4.5 go on with a last message of the assistant's; nobody else promises it. */
  @Override
  public Prefill prefill(Deployment deployment) {
    boolean goesOn =
        deployment
            .info()
            .has(ModelFeature.ASSISTANT_PREFILL)
            .orElseGet(() ->
                BedrockModel.of(deployment.model())
                    .claude()
                    .filter(ClaudeModel::takesPrefill)
                    .isPresent());
    return goesOn ? Prefill.CONTINUES : Prefill.NONE;
  }

  private static String operation(ChatRequest request) {
    return request.isStream() ? ConverseAddress.STREAMED : ConverseAddress.PLAIN;
  }

  private ProviderStream send(
      URI address, Deployment deployment, ChatRequest request, Duration connectTimeout) {
    JsonObject body = ConverseRequest.of(deployment, request);
    HttpCall http = post(address, deployment, request.isStream(), body, connectTimeout);
    WireCall call = WireCall.of(transport, deployment, http, time);
    Telling telling =
        new Telling(BedrockModel.of(deployment.model()).id(), time.now().getEpochSecond(), request);
    return call.stream((head, in) -> telling.open(call, head, in));
  }

  private static HttpCall post(
      URI address, Deployment deployment, boolean isStream, JsonObject body, Duration connect) {
    return new HttpCall("POST", address, headers(deployment, isStream), body.toBytes(), connect);
  }

  private static Headers headers(Deployment deployment, boolean isStream) {
    return WireHeaders.of(
        deployment, isStream ? EVENT_STREAM : "application/json", WireHeaders.bearer(deployment));
  }

  private static String noRegion(Deployment deployment) {
    return "there is no region for "
        + deployment.id()
        + "; set AWS_REGION, or give the deployment the endpoint of one, such as"
        + " https://bedrock-runtime.us-east-1.amazonaws.com";
  }

  /** How one answer is told. */
  private record Telling(String model, long created, ChatRequest request) {
    AnswerBody open(WireCall call, HttpHead head, InputStream in) throws IOException {
      String id = head.headers().first(REQUEST_ID).orElse("");
      boolean isStream = request.isStream();
      boolean tellsUsage = request.includesUsage();
      ConverseAnswer plain = new ConverseAnswer(id, created, model, isStream, tellsUsage);
      if (!isStream) {
        return call.plain(head, in, plain);
      }
      // No message begins so: the first bytes of its length are 0 or 1.
      PeekedBody body = new PeekedBody(in);
      return switch (body.first()) {
        case '{', '[', '<' -> call.plain(head, body, plain);
        default -> {
          CanonicalChunks chunks = new CanonicalChunks(id, created, model);
          ConverseEvents events = new ConverseEvents(chunks, tellsUsage);
          yield call.streamed(head, new EventStreamReader(body), events);
        }
      };
    }
  }
}
