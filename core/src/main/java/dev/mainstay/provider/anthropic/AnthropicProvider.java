package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.VendorTerms;
import dev.mainstay.provider.wire.ChatFields;
import dev.mainstay.provider.wire.ClaudeModel;
import dev.mainstay.provider.wire.OwnLimit;
import dev.mainstay.provider.wire.Preparing;
import dev.mainstay.provider.wire.RefusedFields;
import dev.mainstay.provider.wire.TokenQuestion;
import dev.mainstay.provider.wire.ToolNames;
import dev.mainstay.provider.wire.UnreadThoughts;
import dev.mainstay.provider.wire.VendorFields;
import dev.mainstay.provider.wire.WireCall;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Anthropic's Messages API, by itself, {@linkplain #atVertex at Vertex AI} or {@linkplain
 * #atFoundry at Azure AI Foundry}. https://docs.claude.com/en/api/messages
 *
 * <p>Instructions of whichever place in the conversation go ahead of it; neighbours of one role are
 * one turn; results of tools are the user's. Where nobody sets {@code max_tokens}, which the API
 * demands, the model's own output limit is sent, 8,192 for one that is not known; a server that
 * takes fewer is asked again with as many as it names, and so from then on. {@code
 * reasoning_effort} asks models up to 4.5 to think on a budget of 1,024 (low), 4,096 (medium) or
 * 16,384 tokens (high), at most half of the limit, and later ones to think as they see fit, at that
 * effort. Thoughts come as {@code reasoning_content}, and with their signatures as {@code
 * thinking_blocks}: a message given back with those is accepted in the next turn. What a request
 * has beside OpenAI's parameters is sent as it is ({@code thinking}, {@code top_k}); {@code
 * anthropic_beta} as the header of that name.
 *
 * <p>An answer has come to its end with its {@code stop_reason}.
 */
public final class AnthropicProvider implements Provider {
  static final String NAME = "anthropic";
  static final String KEY = "ANTHROPIC_API_KEY";

  private final Service service;
  private final Transport transport;
  private final TimeSource time;
  private final RefusedFields refused = new RefusedFields();
  private final OwnLimit ownLimit = new OwnLimit();

  /**
   * A provider, at Anthropic itself.
   *
   * @param transport carries its requests; stays its owner's to close
   * @param time tells how far a date is away that the API gives as a hint, and when an answer came
   */
  public AnthropicProvider(Transport transport, TimeSource time) {
    this(Service.ANTHROPIC, transport, time);
  }

  private AnthropicProvider(Service service, Transport transport, TimeSource time) {
    this.service = service;
    this.transport = transport;
    this.time = time;
  }

  /**
   * A provider of Claude at Google's Vertex AI, where a deployment's endpoint is that of a project
   * in a location.
   *
   * @param transport carries its requests; stays its owner's to close
   * @param time tells how far a date is away that the API gives as a hint, and when an answer came
   */
  public static AnthropicProvider atVertex(Transport transport, TimeSource time) {
    return new AnthropicProvider(Service.VERTEX, transport, time);
  }

  /**
   * A provider of Claude at Azure AI Foundry, where a deployment's endpoint is that of a resource.
   *
   * @param transport carries its requests; stays its owner's to close
   * @param time tells how far a date is away that the API gives as a hint, and when an answer came
   */
  public static AnthropicProvider atFoundry(Transport transport, TimeSource time) {
    return new AnthropicProvider(Service.FOUNDRY, transport, time);
  }

  /** The provider {@code anthropic}, with the variables of Anthropic's own clients. */
  public static List<KnownProvider> known() {
    return List.of(
        KnownProvider.of(NAME, AnthropicProvider::new)
            .withKeyVariables(List.of(KEY))
            .withTokenVariables(List.of("ANTHROPIC_AUTH_TOKEN"))
            .withUrlVariables(List.of("ANTHROPIC_BASE_URL", "ANTHROPIC_API_BASE")));
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    Optional<URI> address = service.address(deployment, request.isStream());
    if (address.isEmpty()) {
      return service.nowhere(deployment);
    }
    if (!KnownProvider.hasKey(deployment)) {
      return service.withoutKey(deployment);
    }
    return Preparing.attempt(
        NAME,
        deployment,
        () ->
            ToolNames.ANTHROPIC.attempt(
                request, named -> chat(address.get(), deployment, named, connectTimeout)));
  }

  private ProviderStream chat(
      URI address, Deployment deployment, ChatRequest request, Duration connectTimeout) {
    return UnreadThoughts.attempt(
        request,
        shown ->
            refused.attempt(
                deployment, shown, (less, asked) -> limited(address, less, asked, connectTimeout)));
  }

  // Where nobody sets a limit, ours is a guess about models that are not known.
  private ProviderStream limited(
      URI address, Deployment deployment, ChatRequest request, Duration connectTimeout) {
    if (Stream.of(request.json(), deployment.defaults())
        .anyMatch(set -> ChatFields.maxTokens(set).isPresent())) {
      return send(address, deployment, request, connectTimeout);
    }
    return ownLimit.attempt(
        deployment,
        ClaudeModel.of(deployment.model()).outputLimit(),
        limit ->
            send(
                address,
                deployment.withDefaults(
                    deployment.defaults().with("max_tokens", JsonNumber.of(limit))),
                request,
                connectTimeout));
  }

  @Override
  public VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
    return VendorFields.ofClaude(deployment, request);
  }

  @Override
  public OptionalLong countTokens(Deployment deployment, ChatRequest request, Duration timeout)
      throws InterruptedException {
    Optional<URI> address = service.addressOfCounts(deployment);
    return KnownProvider.hasKey(deployment) && address.isPresent()
        ? new TokenQuestion(transport, time)
            .ask(
                deployment,
                () -> count(address.get(), deployment, request, timeout),
                CountRequest.COUNT,
                timeout)
        : OptionalLong.empty();
  }

  private HttpCall count(
      URI address, Deployment deployment, ChatRequest request, Duration timeout) {
    return new HttpCall(
        "POST",
        address,
        MessagesHeaders.of(service, deployment, request.json(), false),
        service
            .bodyOfCounts(CountRequest.of(deployment, ToolNames.ANTHROPIC.asked(request)))
            .toBytes(),
        timeout);
  }

  /** Models up to 4.5 go on with a last message of the assistant's; later ones refuse it. */
  @Override
  public Prefill prefill(Deployment deployment) {
    return prefillOf(deployment);
  }

  static Prefill prefillOf(Deployment deployment) {
    boolean goesOn =
        deployment
            .info()
            .has(ModelFeature.ASSISTANT_PREFILL)
            .orElseGet(() -> ClaudeModel.of(deployment.model()).takesPrefill());
    return goesOn ? Prefill.CONTINUES : Prefill.NONE;
  }

  private ProviderStream send(
      URI address, Deployment deployment, ChatRequest request, Duration connectTimeout) {
    JsonObject body = service.body(MessagesRequest.of(deployment, request));
    HttpCall http =
        new HttpCall(
            "POST",
            address,
            MessagesHeaders.of(service, deployment, request.json(), request.isStream()),
            body.toBytes(),
            connectTimeout);
    WireCall call = WireCall.of(transport, deployment, http, time);
    long created = time.now().getEpochSecond();
    boolean tellsUsage = request.includesUsage();
    boolean tellsOwn = OwnWords.areHeard(request);
    MessageDecoder plain = new MessageDecoder(created, request.isStream(), tellsUsage, tellsOwn);
    return call.stream((head, in) ->
        request.isStream()
            ? call.serverSentEvents(
                head, in, new EventsDecoder(created, tellsUsage, tellsOwn), plain)
            : call.plain(head, in, plain));
  }
}
