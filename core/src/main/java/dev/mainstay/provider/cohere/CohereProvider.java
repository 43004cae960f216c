package dev.mainstay.provider.cohere;

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
import dev.mainstay.provider.wire.AnswerFacts;
import dev.mainstay.provider.wire.CallersPrefill;
import dev.mainstay.provider.wire.MethodAddress;
import dev.mainstay.provider.wire.Preparing;
import dev.mainstay.provider.wire.RefusedFields;
import dev.mainstay.provider.wire.TextFiles;
import dev.mainstay.provider.wire.VendorFields;
import dev.mainstay.provider.wire.WireCall;
import dev.mainstay.provider.wire.WireHeaders;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Cohere's API, version 2. https://docs.cohere.com/reference/chat
 *
 * <p>What a model plans before it calls tools, and what it thinks, comes as {@code
 * reasoning_content}; given back with the message, the plan of tool calls is sent again. What a
 * request has beside OpenAI's parameters is sent as it is ({@code documents}, {@code safety_mode},
 * {@code k}, {@code p}).
 *
 * <p>An answer has come to its end with its {@code finish_reason}.
 */
public final class CohereProvider implements Provider {
  static final String NAME = "cohere";
  private static final List<String> KEYS = List.of("COHERE_API_KEY", "CO_API_KEY");
  // https://docs.cohere.com/reference/about; or that of another version.
  private static final MethodAddress ADDRESS =
      new MethodAddress(
          URI.create("https://api.cohere.com"),
          Pattern.compile("(?:(?:/compatibility)?/v\\d(?:/(?:chat|embed)(?:/completions)?)?)?/*$"));
  // https://docs.cohere.com/reference/embed
  private static final EmbeddingLimit MOST_TEXTS = EmbeddingLimit.ofInputs(96);

  private final Transport transport;
  private final TimeSource time;
  private final RefusedFields refused = new RefusedFields();

  /**
   * A provider.
   *
   * @param transport carries its requests; stays its owner's to close
   * @param time tells when an answer came
   */
  public CohereProvider(Transport transport, TimeSource time) {
    this.transport = transport;
    this.time = time;
  }

  /** The provider {@code cohere}, also by LiteLLM's other name. */
  public static List<KnownProvider> known() {
    return Stream.of(NAME, "cohere_chat")
        .map(name ->
            KnownProvider.of(name, CohereProvider::new)
                .withKeyVariables(KEYS)
                .withUrlVariables(List.of("COHERE_API_BASE", "CO_API_URL")))
        .toList();
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    if (!KnownProvider.hasKey(deployment)) {
      return FailedStream.withoutKey(deployment, KEYS);
    }
    return Preparing.attempt(
        deployment,
        () ->
            refused.attempt(
                deployment,
                TextFiles.write(CallersPrefill.asked(request, prefill(deployment))),
                (less, asked) -> send(less, asked, connectTimeout)));
  }

  private ProviderStream send(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    JsonObject body = CohereRequest.of(deployment, request);
    WireCall call = call(deployment, "chat", body, request.isStream(), connectTimeout);
    AnswerFacts facts = AnswerFacts.of(request, deployment, time.now().getEpochSecond());
    ChatAnswer plain = new ChatAnswer(facts);
    return call.stream((head, in) ->
        request.isStream()
            ? call.serverSentEvents(head, in, new ChatEventDecoder(facts), plain)
            : call.plain(head, in, plain));
  }

  @Override
  public VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
    return VendorFields.of(deployment, request);
  }

  @Override
  public ProviderStream embed(
      Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    if (!KnownProvider.hasKey(deployment)) {
      return FailedStream.withoutKey(deployment, KEYS);
    }
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

  @Override
  public EmbeddingLimit embeddingLimit(Deployment deployment) {
    return MOST_TEXTS;
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
            ADDRESS.of(deployment, "/v2/" + method),
            WireHeaders.of(deployment, isStream, WireHeaders.bearer(deployment)),
            body.toBytes(),
            connectTimeout);
    return WireCall.of(transport, deployment, http, time);
  }
}
