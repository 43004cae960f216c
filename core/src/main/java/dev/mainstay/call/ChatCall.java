package dev.mainstay.call;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.rendering.Rendering;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call to be made: what is asked, and all that this call wants otherwise. Immutable; the budget
 * that it draws from is not.
 *
 * <pre>{@code
 * ChatCall call = ChatCall.of(request).withRecovery(RecoveryPolicy.CONTINUE_OR_RESTART);
 * try (ChatStream stream = mainstay.stream(call)) {
 *   stream.forEach(event -> show(event));
 * }
 * }</pre>
 */
public final class ChatCall {
  private final ChatRequest request;
  private final CallOptions options;
  private final @Nullable RecoveryPolicy recovery;
  private final @Nullable Rendering rendering;
  private final @Nullable CallBudget budget;
  private final @Nullable DeliveredAnswer begun;

  private ChatCall(
      ChatRequest request,
      CallOptions options,
      @Nullable RecoveryPolicy recovery,
      @Nullable Rendering rendering,
      @Nullable CallBudget budget,
      @Nullable DeliveredAnswer begun) {
    this.request = request;
    this.options = options;
    this.recovery = recovery;
    this.rendering = rendering;
    this.budget = budget;
    this.begun = begun;
  }

  /** A call with {@code request}, with no wishes of its own. */
  public static ChatCall of(ChatRequest request) {
    Objects.requireNonNull(request, "request");
    return new ChatCall(request, CallOptions.none(), null, null, null, null);
  }

  /** What is asked; where there is a rendering, what that is given. */
  public ChatRequest request() {
    return request;
  }

  /**
   * This call asking {@code request} instead, from its beginning: what it would have {@linkplain
   * #resumedFrom gone on with} was an answer to the other.
   */
  public ChatCall withRequest(ChatRequest request) {
    Objects.requireNonNull(request, "request");
    return new ChatCall(request, options, recovery, rendering, budget, null);
  }

  /** Its wishes. */
  public CallOptions options() {
    return options;
  }

  /** This call with other wishes. */
  public ChatCall withOptions(CallOptions options) {
    Objects.requireNonNull(options, "options");
    return new ChatCall(request, options, recovery, rendering, budget, begun);
  }

  /** What to do if its stream breaks after output, in place of what its group is set to. */
  public Optional<RecoveryPolicy> recovery() {
    return Optional.ofNullable(recovery);
  }

  /** This call with a recovery policy of its own. */
  public ChatCall withRecovery(RecoveryPolicy recovery) {
    Objects.requireNonNull(recovery, "recovery");
    return new ChatCall(request, options, recovery, rendering, budget, begun);
  }

  /** How its request is put to the deployment that is asked; as it is where there is none. */
  public Optional<Rendering> rendering() {
    return Optional.ofNullable(rendering);
  }

  /**
   * This call with its request rendered for each deployment that is asked. Nobody is passed over
   * for lack of JSON schemas then: what a deployment lacks is for the rendering to mind.
   */
  public ChatCall withRendering(Rendering rendering) {
    Objects.requireNonNull(rendering, "rendering");
    return new ChatCall(request, options, recovery, rendering, budget, begun);
  }

  /** The budget that its attempts draw from, beside its own bounds. */
  public Optional<CallBudget> budget() {
    return Optional.ofNullable(budget);
  }

  /** This call with a budget, which it may share with others. */
  public ChatCall withBudget(CallBudget budget) {
    Objects.requireNonNull(budget, "budget");
    return new ChatCall(request, options, recovery, rendering, budget, begun);
  }

  /** The answer that it goes on with. */
  public Optional<DeliveredAnswer> begun() {
    return Optional.ofNullable(begun);
  }

  /**
   * This call going on where {@code begun} stops, as one does whose stream has broken there: its
   * stream gives only what follows, and its {@linkplain ChatStream#response() response} is the
   * whole. Where its recovery policy is to fail, that is so from the next break on. A plain call
   * that begins so is streamed underneath.
   */
  public ChatCall resumedFrom(DeliveredAnswer begun) {
    Objects.requireNonNull(begun, "begun");
    return new ChatCall(request, options, recovery, rendering, budget, begun);
  }
}
