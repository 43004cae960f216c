package dev.mainstay;

import dev.mainstay.async.CallFuture;
import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.EmbeddingResponse;
import dev.mainstay.embedding.Embedder;
import dev.mainstay.engine.Engine;
import dev.mainstay.engine.Listeners;
import dev.mainstay.gate.Gates;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.TokenCount;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.route.Router;
import dev.mainstay.routing.DeploymentState;
import dev.mainstay.routing.Group;
import dev.mainstay.tool.ToolAnswer;
import dev.mainstay.tool.ToolStream;
import dev.mainstay.tool.Toolbox;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Calls models, and keeps the calls alive: what fails in a way that may pass is tried again,
 * elsewhere if there is an elsewhere, streamed calls exactly as plain ones. An answer is whole, or
 * an exception says why there is none.
 *
 * <pre>{@code
 * Mainstay.create().chat("openai/gpt-4o-mini", "Hello").text();   // the key from OPENAI_API_KEY
 *
 * try (ChatStream stream = mainstay.stream("chat", "Tell me a story")) {
 *   for (ChatEvent event : stream) {
 *     if (event instanceof TextDelta(String text)) System.out.print(text);
 *   }
 * }
 * }</pre>
 *
 * <p>Thread-safe, and meant to be kept: one for an application. Calls block the thread that makes
 * them; make them on virtual threads. An interrupt ends the call, with {@code Cancelled} as its
 * failure and the thread's flag set.
 */
public final class Mainstay implements AutoCloseable {
  private final Engine engine;
  private final Router router;
  private final Listeners listeners;
  private final TokenCounter counter;
  private final Engine completer;
  private final Embedder embedder;
  private final Gates gates;
  private final Runnable onClose;

  Mainstay(
      Engine engine,
      Router router,
      Listeners listeners,
      TokenCounter counter,
      Engine completer,
      Embedder embedder,
      Gates gates,
      Runnable onClose) {
    this.gates = gates;
    this.engine = engine;
    this.router = router;
    this.listeners = listeners;
    this.counter = counter;
    this.completer = completer;
    this.embedder = embedder;
    this.onClose = onClose;
  }

  /**
   * One with every default: models are named {@code provider/model}, keys come from the
   * environment.
   */
  public static Mainstay create() {
    return builder().build();
  }

  /** A builder. */
  public static MainstayBuilder builder() {
    return new MainstayBuilder();
  }

  /**
   * The answer to one user message.
   *
   * @param model a model group, or {@code provider/model}
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatResponse chat(String model, String text) {
    return chat(ChatRequest.of(model, text));
  }

  /**
   * The answer to {@code request}.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatResponse chat(ChatRequest request) {
    return chat(request, CallOptions.none());
  }

  /**
   * The answer to {@code request}, with wishes for this call.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatResponse chat(ChatRequest request, CallOptions options) {
    return chat(ChatCall.of(request).withOptions(options));
  }

  /**
   * The answer to {@code call}.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatResponse chat(ChatCall call) {
    Objects.requireNonNull(call, "call");
    return engine.chat(call);
  }

  /**
   * The answer to {@code request} by whatever of {@code tools} the model calls on the way.
   *
   * @throws dev.mainstay.call.MainstayException if a round fails
   * @throws dev.mainstay.tool.ToolRoundsException if the model still calls tools in the last round
   */
  public ToolAnswer chat(ChatRequest request, Toolbox tools) {
    return chat(ChatCall.of(request), tools);
  }

  /**
   * The answer to {@code call} by whatever of {@code tools} the model calls on the way, each round
   * a call like it: a deadline is each one's own and no tool's, a budget is one over all.
   *
   * @throws dev.mainstay.call.MainstayException if a round fails
   * @throws dev.mainstay.tool.ToolRoundsException if the model still calls tools in the last round
   */
  public ToolAnswer chat(ChatCall call, Toolbox tools) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(tools, "tools");
    return tools.chat(call, this::chat);
  }

  /**
   * The answer to one user message as it arrives. Returns when its first output is there, so that
   * whatever fails before is met here, unseen.
   *
   * @param model a model group, or {@code provider/model}
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatStream stream(String model, String text) {
    return stream(ChatRequest.of(model, text));
  }

  /**
   * The answer to {@code request} as it arrives; as {@link #stream(String, String)}.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatStream stream(ChatRequest request) {
    return stream(request, CallOptions.none());
  }

  /**
   * The answer to {@code request} as it arrives, with wishes for this call.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatStream stream(ChatRequest request, CallOptions options) {
    return stream(ChatCall.of(request).withOptions(options));
  }

  /**
   * The answer to {@code call} as it arrives, from its first visible output on.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatStream stream(ChatCall call) {
    Objects.requireNonNull(call, "call");
    return engine.stream(call);
  }

  /**
   * A budget for calls that are one to their user: the attempts and, from now on, the time that a
   * single call to {@code model} with {@code options} has.
   */
  public CallBudget budget(String model, CallOptions options) {
    return engine.budget(retries(model, options), options);
  }

  /**
   * A text that goes on with a prompt, by a model that is asked so, with the retries, the routing
   * and the fallbacks of a chat.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatResponse complete(CompletionRequest request, CallOptions options) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(options, "options");
    return completer.chat(request.asChat(), options);
  }

  /**
   * {@link #complete} as it arrives. A stream that breaks goes on elsewhere with the prompt and the
   * text so far.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ChatStream streamCompletion(CompletionRequest request, CallOptions options) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(options, "options");
    return completer.stream(request.asChat(), options);
  }

  /**
   * The answer to {@code request} as it arrives, by whatever of {@code tools} the model calls on
   * the way.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ToolStream stream(ChatRequest request, Toolbox tools) {
    return stream(ChatCall.of(request), tools);
  }

  /**
   * {@link #chat(ChatCall, Toolbox)} as it arrives.
   *
   * @throws dev.mainstay.call.MainstayException if there is none
   */
  public ToolStream stream(ChatCall call, Toolbox tools) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(tools, "tools");
    return tools.stream(call, this::stream);
  }

  /**
   * The embeddings of one text or more.
   *
   * @param model a model group, or {@code provider/model}
   * @throws dev.mainstay.call.MainstayException if there are none
   */
  public EmbeddingResponse embed(String model, String... texts) {
    Objects.requireNonNull(texts, "texts");
    return embed(EmbeddingRequest.of(model, texts));
  }

  /**
   * The embeddings that {@code request} asks for, with the retries, the routing and the fallbacks
   * of a plain chat. More than a provider takes at once (2,048 inputs at OpenAI) is asked for in
   * parts, one call after another. A timeout over the whole call is one over all of them.
   *
   * @throws dev.mainstay.call.MainstayException if there are none
   */
  public EmbeddingResponse embed(EmbeddingRequest request) {
    return embed(request, CallOptions.none());
  }

  /**
   * {@link #embed(EmbeddingRequest)} with wishes for each of its calls; the timeout is one over
   * all.
   *
   * @throws dev.mainstay.call.MainstayException if there are none
   */
  public EmbeddingResponse embed(EmbeddingRequest request, CallOptions options) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(options, "options");
    return embedder.embed(request, options);
  }

  /**
   * How many tokens a model reads in {@code request}: asked of the first deployment of its group
   * whose provider tells, for at most 10 s each; else, and where the thread is interrupted, an
   * estimate.
   */
  public TokenCount tokens(ChatRequest request) {
    Objects.requireNonNull(request, "request");
    return counter.count(request);
  }

  /** {@link #chat(ChatRequest)} on a virtual thread. */
  public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
    return chatAsync(ChatCall.of(request));
  }

  /**
   * {@link #chat(ChatCall)} on a virtual thread; it completes exceptionally with what that would
   * throw. Completing the future in any other way, by cancelling it or by {@code orTimeout}, ends
   * the call.
   */
  public CompletableFuture<ChatResponse> chatAsync(ChatCall call) {
    Objects.requireNonNull(call, "call");
    return CallFuture.of(() -> chat(call));
  }

  /** {@link #chat(ChatCall, Toolbox)} as {@link #chatAsync(ChatCall)} has it. */
  public CompletableFuture<ToolAnswer> chatAsync(ChatCall call, Toolbox tools) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(tools, "tools");
    return CallFuture.of(() -> chat(call, tools));
  }

  /** {@link #stream(ChatRequest)} as a publisher. */
  public Flow.Publisher<ChatEvent> publisher(ChatRequest request) {
    return publisher(ChatCall.of(request));
  }

  /**
   * {@link #stream(ChatCall)} as a publisher: each subscriber makes a call of its own, on a virtual
   * thread, when it first asks for events. It is given as many as it asks for; cancelling ends the
   * call.
   */
  public Flow.Publisher<ChatEvent> publisher(ChatCall call) {
    Objects.requireNonNull(call, "call");
    return subscriber -> ChatSubscription.start(subscriber, () -> stream(call));
  }

  Gates gates() {
    return gates;
  }

  /** The configured model groups, in their order. */
  public List<String> groups() {
    return router.groups().stream().map(Group::name).toList();
  }

  /**
   * The state of the deployments: what is known of their limits, who is under way and who waits.
   * First those of the configured groups, then those that were asked for by other names of late.
   */
  public List<DeploymentState> deployments() {
    return router.deployments();
  }

  /**
   * The model group that calls to {@code model} go to, by an alias, configured, by a pattern or by
   * a provider's prefix; nothing if there is none.
   */
  public Optional<Group> group(String model) {
    Objects.requireNonNull(model, "model");
    return router.group(model);
  }

  /**
   * Whether {@code name} may be asked for as a model: whether it {@linkplain #group has a group}.
   */
  public boolean hasModel(String name) {
    Objects.requireNonNull(name, "name");
    return group(name).isPresent();
  }

  /**
   * How often a call to {@code model} with {@code options} retries; what is the default where there
   * is no such model.
   */
  public RetryPolicy retries(String model, CallOptions options) {
    Objects.requireNonNull(options, "options");
    return group(model)
        .map(group -> engine.retries(group, options))
        .orElseGet(RetryPolicy::defaults);
  }

  /** How often a listener has thrown; what it threw was dropped. */
  public long listenerFailures() {
    return listeners.failures();
  }

  /**
   * Ends every call under way, whatever it waits for, with {@code Cancelled} as its failure, and
   * lets go of every connection. A {@linkplain MainstayBuilder#transport transport of the caller's}
   * keeps its idle ones. Calls made later end in the same way, and nobody is asked. Without effect
   * the second time.
   */
  @Override
  public void close() {
    closeEach(
        List.<Runnable>of(engine::close, completer::close, embedder::close, onClose).iterator());
  }

  // Whatever is thrown, the others are closed.
  private static void closeEach(Iterator<Runnable> closings) {
    if (closings.hasNext()) {
      try {
        closings.next().run();
      } finally {
        closeEach(closings);
      }
    }
  }
}
