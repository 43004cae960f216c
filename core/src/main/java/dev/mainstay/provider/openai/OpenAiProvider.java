package dev.mainstay.provider.openai;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.VendorTerms;
import dev.mainstay.provider.wire.CallersPrefill;
import dev.mainstay.provider.wire.Preparing;
import dev.mainstay.provider.wire.RefusedFields;
import dev.mainstay.provider.wire.RequestDefaults;
import dev.mainstay.provider.wire.RequestPolicy;
import dev.mainstay.provider.wire.RequestShape;
import dev.mainstay.provider.wire.ToolNames;
import dev.mainstay.provider.wire.VendorFields;
import dev.mainstay.provider.wire.WireCall;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * OpenAI's chat completions, text completions and embeddings at one {@link Vendor}.
 *
 * <p>What goes out is the caller's JSON with the deployment's model in it, the deployment's
 * {@linkplain Deployment#defaults defaults} where the caller sets nothing, and, for a stream at a
 * vendor that wants to be asked, {@code stream_options.include_usage}. Where the server refuses
 * such a field by its name (400, 422), it is asked again without it, at once within the same
 * attempt, and this provider remembers that for the deployment; defaults that bound or form the
 * answer, as {@code max_tokens}, and what may protect somebody are never taken back. A usage chunk
 * that only we asked for comes as an event without JSON. Azure is asked by the API version {@code
 * 2024-10-21} where the deployment names none.
 *
 * <p>An answer has come to its end when each choice has its {@code finish_reason} and says nothing
 * more; after one that did, {@code [DONE]} or usage must follow its last. A plain answer may lack
 * it: then there is no {@code Finished} among its events. Closing a stream takes at most 100 ms to
 * free its connection for the next call; no other timer runs here.
 */
public final class OpenAiProvider implements Provider {
  private static final String AZURE_IDENTITY =
      "add the module mainstay-azure and set AZURE_TENANT_ID, AZURE_CLIENT_ID and"
          + " AZURE_CLIENT_SECRET, or give the deployment a key";

  private final Vendor vendor;
  private final Transport transport;
  private final TimeSource time;
  private final RefusedFields refused = new RefusedFields();

  /**
   * What is asked for, and comes back as a chat's.
   *
   * @param choices how many choices a body asks for
   * @param chunk a stream's chunk as a chat's
   * @param answer a whole answer as a chat's
   */
  private record Form(
      ToIntFunction<JsonObject> choices,
      UnaryOperator<JsonObject> chunk,
      UnaryOperator<JsonObject> answer) {
    static final Form CHAT =
        new Form(
            body -> new ChatRequest(body).choices(),
            UnaryOperator.identity(),
            UnaryOperator.identity());

    static final Form TEXT =
        new Form(body -> new CompletionRequest(body).choices(), TextForm::chunk, TextForm::answer);
  }

  /**
   * A provider for {@code vendor}.
   *
   * @param transport carries its requests; stays its owner's to close
   * @param time tells how far a date is away that a provider gives as a hint
   */
  public OpenAiProvider(Vendor vendor, Transport transport, TimeSource time) {
    this.vendor = vendor;
    this.transport = transport;
    this.time = time;
  }

  /** Every vendor that is known by name. */
  public static List<KnownProvider> known() {
    return Vendor.known().stream().map(OpenAiProvider::known).toList();
  }

  private static KnownProvider known(Vendor vendor) {
    return KnownProvider.of(
            vendor.name(), (transport, time) -> new OpenAiProvider(vendor, transport, time))
        .withNeedsEndpoint(vendor.baseUrl().isEmpty())
        .withNeedsKey(vendor.needsKey())
        .withKeyVariables(vendor.keyVariables())
        .withTokenVariables(vendor.tokenVariables())
        .withUrlVariables(vendor.urlVariables())
        .withVersionVariables(vendor.versionVariables());
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    return attempt(
        deployment,
        () -> Address.of(vendor, deployment, request),
        address -> {
          Optional<Failure> refusal = refusal(deployment, request);
          return refusal.isPresent()
              ? new FailedStream(refusal.get())
              : names().attempt(request, asked -> chat(address, deployment, asked, connectTimeout));
        });
  }

  // Whoever serves models to nobody else has no rules for names.
  private ToolNames names() {
    return vendor.needsKey() ? ToolNames.OPENAI : ToolNames.ANY;
  }

  private ProviderStream chat(
      URI address, Deployment deployment, ChatRequest request, Duration connectTimeout) {
    ProviderStream answer = open(address, deployment, request, Form.CHAT, connectTimeout);
    return prefill(deployment) == Prefill.ECHOES
        ? CallersPrefill.withoutEcho(request, answer)
        : answer;
  }

  @Override
  public VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
    return VendorFields.of(deployment, request);
  }

  @Override
  public ProviderStream complete(
      Deployment deployment, CompletionRequest request, Duration connectTimeout) {
    if (vendor.has(Vendor.Quirk.CHATS_ONLY)) {
      return Provider.super.complete(deployment, request, connectTimeout);
    }
    ChatRequest asked = new ChatRequest(request.json());
    return attempt(
        deployment,
        () -> Address.ofCompletions(vendor, deployment),
        address -> {
          Optional<Failure> refusal = refusal(deployment, asked);
          return refusal.isPresent()
              ? new FailedStream(refusal.get())
              : open(address, deployment, asked, Form.TEXT, connectTimeout);
        });
  }

  @Override
  public ProviderStream embed(
      Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    return attempt(
        deployment,
        () -> Address.ofEmbeddings(vendor, deployment),
        address -> {
          Set<String> known = refused.of(deployment);
          return refused.attempt(
              deployment,
              known,
              EmbeddingsBody.own(deployment, request),
              fields -> embed(address, deployment, request, both(known, fields), connectTimeout));
        });
  }

  private ProviderStream embed(
      URI address,
      Deployment deployment,
      EmbeddingRequest request,
      Set<String> without,
      Duration connectTimeout) {
    byte[] body = EmbeddingsBody.of(vendor, deployment, request, without).toBytes();
    WireCall call = call(address, deployment, false, body, connectTimeout);
    EmbeddingsDecoder decoder = new EmbeddingsDecoder(request.inputs().size(), request.isBase64());
    return call.stream((head, in) -> call.plain(head, in, decoder));
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  @Override
  public EmbeddingLimit embeddingLimit(Deployment deployment) {
    return vendor.embeddingLimit();
  }

  private ProviderStream attempt(
      Deployment deployment,
      Supplier<Optional<URI>> address,
      Function<URI, ProviderStream> opening) {
    return Preparing.attempt(
        deployment,
        () -> {
          Optional<URI> known = address.get();
          if (known.isEmpty()) {
            return FailedStream.withoutEndpoint(deployment, endpointRemedy());
          }
          return RequestHeaders.hasKey(vendor, deployment)
              ? opening.apply(known.get())
              : withoutKey(deployment);
        });
  }

  @Override
  public Prefill prefill(Deployment deployment) {
    return vendor.prefill().of(deployment);
  }

  private ProviderStream open(
      URI address, Deployment deployment, ChatRequest request, Form form, Duration connectTimeout) {
    Set<String> known = refused.of(deployment);
    RequestBody body = RequestBody.of(vendor, deployment, request, known);
    return refused.attempt(
        deployment,
        known,
        body.own(),
        fields -> {
          RequestBody sent = body;
          if (!fields.isEmpty()) {
            sent = RequestBody.of(vendor, deployment, request, both(known, fields));
          }
          return send(address, deployment, request, sent, form, connectTimeout);
        });
  }

  private ProviderStream send(
      URI address,
      Deployment deployment,
      ChatRequest request,
      RequestBody body,
      Form form,
      Duration connectTimeout) {
    WireCall call =
        call(address, deployment, request.isStream(), body.json().toBytes(), connectTimeout);
    int choices = form.choices().applyAsInt(body.json());
    CompletionDecoder plain = new CompletionDecoder(choices, request.isStream(), form.answer());
    return call.stream((head, in) ->
        request.isStream()
            ? call.serverSentEvents(
                head, in, new ChunkDecoder(choices, body.hidesUsage(), form.chunk()), plain)
            : call.plain(head, in, plain));
  }

  private WireCall call(
      URI address, Deployment deployment, boolean isStream, byte[] body, Duration connectTimeout) {
    HttpCall http =
        new HttpCall(
            "POST", address, RequestHeaders.of(vendor, deployment, isStream), body, connectTimeout);
    return WireCall.of(transport, deployment, http, time);
  }

  private Optional<Failure> refusal(Deployment deployment, ChatRequest request) {
    JsonObject asked = RequestBody.asked(vendor, deployment, request, Set.of());
    RequestShape.require(vendor.name(), asked);
    JsonObject all = RequestDefaults.merge(asked, deployment);
    ParameterPolicy policy = RequestPolicy.of(request.json(), deployment);
    return vendor
        .parameters(deployment)
        .refusal(all, policy)
        .or(() -> RefusedByModel.refusal(vendor, deployment, all, policy));
  }

  private FailedStream withoutKey(Deployment deployment) {
    return vendor.isAzures()
        ? FailedStream.withoutKey(deployment, vendor.keyVariables(), AZURE_IDENTITY)
        : FailedStream.withoutKey(deployment, vendor.keyVariables());
  }

  private String endpointRemedy() {
    return (vendor.urlVariables().isEmpty()
            ? ""
            : "set " + String.join(" or ", vendor.urlVariables()) + ", or ")
        + "give the deployment one, such as https://host/v1";
  }
}
