package dev.mainstay.provider.ollama;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.VendorTerms;
import dev.mainstay.provider.wire.AnswerBody;
import dev.mainstay.provider.wire.AnswerFacts;
import dev.mainstay.provider.wire.CallersPrefill;
import dev.mainstay.provider.wire.MethodAddress;
import dev.mainstay.provider.wire.PeekedBody;
import dev.mainstay.provider.wire.Preparing;
import dev.mainstay.provider.wire.RefusedFields;
import dev.mainstay.provider.wire.TextFiles;
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
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Ollama's own API, {@code /api/chat}, and {@code /api/generate} for texts to go on with.
 * https://docs.ollama.com/api/chat
 *
 * <p>The model's options ({@code num_ctx}, {@code top_k}, {@code repeat_penalty}) may stand beside
 * OpenAI's parameters or in {@code options}; {@code keep_alive}, {@code think} and what else is not
 * OpenAI's goes as it is. {@code reasoning_effort} asks for thoughts, and gpt-oss for that level of
 * them; thoughts come as {@code reasoning_content}, and go back. Pictures are taken as {@code
 * data:} alone.
 *
 * <p>An answer has come to its end with {@code "done": true}.
 */
public final class OllamaProvider implements Provider {
  static final String NAME = "ollama";
  private static final String LINES = "application/x-ndjson";
  // https://docs.ollama.com/api/introduction; or the OpenAI-compatible one.
  private static final MethodAddress ADDRESS =
      new MethodAddress(
          URI.create("http://localhost:11434"),
          Pattern.compile("(?:/api(?:/[a-z]+)?|/v1(?:/.*)?)?/*$"));

  private final Transport transport;
  private final TimeSource time;
  private final RefusedFields refused = new RefusedFields();

  /**
   * A provider.
   *
   * @param transport carries its requests; stays its owner's to close
   * @param time tells when an answer came
   */
  public OllamaProvider(Transport transport, TimeSource time) {
    this.transport = transport;
    this.time = time;
  }

  /** The provider {@code ollama}, also by LiteLLM's other name. */
  public static List<KnownProvider> known() {
    return Stream.of(NAME, "ollama_chat")
        .map(name ->
            KnownProvider.of(name, OllamaProvider::new)
                .withNeedsKey(false)
                .withKeyVariables(List.of("OLLAMA_API_KEY"))
                .withUrlVariables(List.of("OLLAMA_API_BASE")))
        .toList();
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    ChatRequest begun = TextFiles.write(CallersPrefill.asked(request, prefill(deployment)));
    return answer(deployment, begun, "chat", OllamaRequest::of, connectTimeout);
  }

  @Override
  public VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
    return VendorFields.of(deployment, request);
  }

  @Override
  public ProviderStream complete(
      Deployment deployment, CompletionRequest request, Duration connectTimeout) {
    ChatRequest asked = new ChatRequest(request.json());
    return answer(
        deployment,
        asked,
        "generate",
        (less, text) -> TextRequest.of(less, new CompletionRequest(text.json()), text.isStream()),
        connectTimeout);
  }

  private ProviderStream answer(
      Deployment deployment,
      ChatRequest request,
      String method,
      BiFunction<Deployment, ChatRequest, JsonObject> body,
      Duration connectTimeout) {
    return Preparing.attempt(
        deployment,
        () ->
            refused.attempt(
                deployment,
                request,
                (less, asked) ->
                    send(less, asked, method, body.apply(less, asked), connectTimeout)));
  }

  private ProviderStream send(
      Deployment deployment,
      ChatRequest request,
      String method,
      JsonObject body,
      Duration connectTimeout) {
    boolean isStream = request.isStream();
    WireCall call = call(deployment, method, body, isStream, connectTimeout);
    AnswerFacts facts = AnswerFacts.of(request, deployment, time.now().getEpochSecond());
    return call.stream((head, in) ->
        isStream ? lines(call, head, in, facts) : call.plain(head, in, new ChatAnswer(facts)));
  }

  @Override
  public ProviderStream embed(
      Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    return Preparing.attempt(
        deployment,
        () ->
            refused.attempt(
                deployment,
                request,
                EmbedForm.TAKEN_BACK,
                less -> sendEmbed(less, request, connectTimeout)));
  }

  private ProviderStream sendEmbed(
      Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    JsonObject body = EmbedForm.body(deployment, request);
    WireCall call = call(deployment, "embed", body, false, connectTimeout);
    EmbedForm answer = new EmbedForm(request, deployment.model());
    return call.stream((head, in) -> call.plain(head, in, answer));
  }

  // A page or a list is not a line of an answer.
  private static AnswerBody lines(WireCall call, HttpHead head, InputStream in, AnswerFacts facts)
      throws IOException {
    PeekedBody body = new PeekedBody(in);
    return switch (body.first()) {
      case '<', '[' -> call.plain(head, body, new ChatAnswer(facts));
      default -> call.streamed(head, new LineReader(body), new ChatLines(facts));
    };
  }

  private WireCall call(
      Deployment deployment,
      String method,
      JsonObject body,
      boolean isStream,
      Duration connectTimeout) {
    HttpCall http =
        new HttpCall(
            "POST",
            ADDRESS.of(deployment, "/api/" + method),
            headers(deployment, isStream),
            body.toBytes(),
            connectTimeout);
    return WireCall.of(transport, deployment, http, time);
  }

  private static Headers headers(Deployment deployment, boolean isStream) {
    return WireHeaders.of(
        deployment, isStream ? LINES : "application/json", WireHeaders.bearer(deployment));
  }
}
