package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.VendorTerms;
import dev.mainstay.provider.wire.AnswerBody;
import dev.mainstay.provider.wire.CallersPrefill;
import dev.mainstay.provider.wire.PeekedBody;
import dev.mainstay.provider.wire.Preparing;
import dev.mainstay.provider.wire.RefusedFields;
import dev.mainstay.provider.wire.TokenQuestion;
import dev.mainstay.provider.wire.ToolNames;
import dev.mainstay.provider.wire.VendorFields;
import dev.mainstay.provider.wire.VertexAddress;
import dev.mainstay.provider.wire.WireCall;
import dev.mainstay.provider.wire.WireHeaders;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
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
import java.util.stream.Stream;

/**
 * Google's Gemini API, {@code generateContent}, at AI Studio or {@linkplain #atVertex at Vertex
 * AI}. https://ai.google.dev/api/generate-content
 *
 * <p>Instructions of whichever place in the conversation go ahead of it; neighbours of one role are
 * one turn. {@code reasoning_effort} is a level of thinking for models from 3 on, for others a
 * budget of 1,024 (minimal, low), 8,192 (medium) or 24,576 tokens (high), and asks to be shown the
 * thoughts, which come as {@code reasoning_content}. Signatures come as {@code thinking_blocks}: a
 * message given back with those is accepted in the next turn. A tool call that has none, because
 * another model made it, goes to a model from 3 on with the word that Google has for that. What a
 * request has beside OpenAI's parameters is sent as it is ({@code safetySettings}); {@code
 * generationConfig} is joined with what the parameters come to.
 *
 * <p>An answer has come to its end with the {@code finishReason} of each candidate.
 */
public final class GeminiProvider implements Provider {
  static final String NAME = "gemini";
  private static final String KEY = "GEMINI_API_KEY";
  private static final String PLAIN = "generateContent";
  private static final String STREAMED = "streamGenerateContent?alt=sse";

  private final Service service;
  private final Transport transport;
  private final TimeSource time;
  private final RefusedFields refused = new RefusedFields();

  /**
   * A provider, of Gemini at AI Studio.
   *
   * @param transport carries its requests; stays its owner's to close
   * @param time tells when an answer came
   */
  public GeminiProvider(Transport transport, TimeSource time) {
    this(Service.AI_STUDIO, transport, time);
  }

  private GeminiProvider(Service service, Transport transport, TimeSource time) {
    this.service = service;
    this.transport = transport;
    this.time = time;
  }

  /**
   * A provider of Gemini at Vertex AI, where a deployment's endpoint is that of a project in a
   * location.
   *
   * @param transport carries its requests; stays its owner's to close
   * @param time tells when an answer came
   */
  public static GeminiProvider atVertex(Transport transport, TimeSource time) {
    return new GeminiProvider(Service.VERTEX, transport, time);
  }

  /** The provider {@code gemini}, with the variables of Google's own clients. */
  public static List<KnownProvider> known() {
    return List.of(
        KnownProvider.of(NAME, GeminiProvider::new)
            .withKeyVariables(List.of(KEY, "GOOGLE_API_KEY"))
            .withUrlVariables(List.of("GEMINI_API_BASE", "GOOGLE_GEMINI_BASE_URL")));
  }

  /** The provider {@code vertex_ai}, also by LiteLLM's other name. */
  public static List<KnownProvider> knownAtVertex() {
    return Stream.of("vertex_ai", "vertex_ai_beta")
        .map(name ->
            KnownProvider.of(name, GeminiProvider::atVertex)
                .withNeedsEndpoint(true)
                .withUrlVariables(List.of("VERTEXAI_API_BASE", "VERTEX_API_BASE")))
        .toList();
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    Optional<URI> address = service.address(deployment, request.isStream() ? STREAMED : PLAIN);
    return obstacle(deployment, address)
        .orElseGet(() ->
            Preparing.attempt(
                NAME,
                deployment,
                () ->
                    ToolNames.GEMINI.attempt(
                        CallersPrefill.asked(request, prefill(deployment)),
                        named ->
                            refused.attempt(
                                deployment,
                                named,
                                (less, asked) ->
                                    send(address.orElseThrow(), less, asked, connectTimeout)))));
  }

  @Override
  public VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
    return VendorFields.of(deployment, request);
  }

  @Override
  public OptionalLong countTokens(Deployment deployment, ChatRequest request, Duration timeout)
      throws InterruptedException {
    Optional<URI> address = service.address(deployment, "countTokens");
    return KnownProvider.hasKey(deployment) && address.isPresent()
        ? new TokenQuestion(transport, time)
            .ask(
                deployment,
                () ->
                    post(
                        address.get(),
                        deployment,
                        false,
                        CountRequest.of(service, deployment, ToolNames.GEMINI.asked(request)),
                        timeout),
                CountRequest.COUNT,
                timeout)
        : OptionalLong.empty();
  }

  @Override
  public ProviderStream embed(
      Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    Optional<URI> address = service.address(deployment, EmbedForm.method(service));
    return obstacle(deployment, address)
        .orElseGet(() ->
            Preparing.attempt(
                NAME,
                deployment,
                () ->
                    refused.attempt(
                        deployment,
                        request,
                        EmbedForm.TAKEN_BACK,
                        less -> sendEmbed(address.orElseThrow(), less, request, connectTimeout))));
  }

  private ProviderStream sendEmbed(
      URI address, Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    EmbedForm form = new EmbedForm(service, request, deployment.model());
    HttpCall http = post(address, deployment, false, form.body(deployment), connectTimeout);
    WireCall call = WireCall.of(transport, deployment, http, time);
    return call.stream((head, in) -> call.plain(head, in, form));
  }

  @Override
  public EmbeddingLimit embeddingLimit(Deployment deployment) {
    return EmbedForm.limit(service, deployment.model());
  }

  // Why nobody can be asked.
  private Optional<ProviderStream> obstacle(Deployment deployment, Optional<URI> address) {
    if (address.isEmpty()) {
      return Optional.of(VertexAddress.nowhere(deployment));
    }
    if (KnownProvider.hasKey(deployment)) {
      return Optional.empty();
    }
    return Optional.of(
        service == Service.VERTEX
            ? VertexAddress.withoutKey(deployment)
            : FailedStream.withoutKey(deployment, List.of(KEY)));
  }

  private static HttpCall post(
      URI address, Deployment deployment, boolean isStream, JsonObject body, Duration connect) {
    return new HttpCall("POST", address, headers(deployment, isStream), body.toBytes(), connect);
  }

  private ProviderStream send(
      URI address, Deployment deployment, ChatRequest request, Duration connectTimeout) {
    JsonObject body = GenerateRequest.of(deployment, request, service);
    HttpCall http = post(address, deployment, request.isStream(), body, connectTimeout);
    WireCall call = WireCall.of(transport, deployment, http, time);
    AnswerOptions options = AnswerOptions.of(request, body, time.now());
    ContentDecoder plain = new ContentDecoder(options);
    return call.stream((head, in) ->
        request.isStream() ? frames(call, head, in, plain) : call.plain(head, in, plain));
  }

  private static AnswerBody frames(
      WireCall call, HttpHead head, InputStream in, ContentDecoder plain) throws IOException {
    PeekedBody body = new PeekedBody(in);
    FramesDecoder decoder = new FramesDecoder(plain.options());
    return body.first() == '['
        ? call.streamed(head, new ArrayReader(body), decoder)
        : call.serverSentEvents(head, body, decoder, plain);
  }

  private static Headers headers(Deployment deployment, boolean isStream) {
    List<Field> key =
        deployment.key().map(secret -> new Field("x-goog-api-key", secret.reveal())).stream()
            .toList();
    return WireHeaders.of(deployment, isStream, key);
  }
}
