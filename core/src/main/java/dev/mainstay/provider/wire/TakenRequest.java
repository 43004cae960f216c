package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ParameterPolicy;
import java.util.HashSet;
import java.util.Set;

/**
 * A request as a dialect of another kind is to write it: with the deployment's defaults, and
 * without what the dialect does not take.
 *
 * @param json what is to be written
 * @param policy what becomes of parameters whose value the dialect does not take
 * @param wishes the parameters of it that the model is to have only if it takes them
 * @param asked the parameters of it that its caller asked for; others are the deployment's
 */
public record TakenRequest(
    JsonObject json, ParameterPolicy policy, Set<String> wishes, Set<String> asked) {
  private static final String EFFORT = "reasoning_effort";

  /** A request; the sets are copied. */
  public TakenRequest {
    wishes = Set.copyOf(wishes);
    asked = Set.copyOf(asked);
  }

  /**
   * What {@code parameters} take of {@code request} to {@code deployment}.
   *
   * @param reasons whether the model is known to reason when it is asked to
   * @throws UnsupportedException if the request asks for what they do not take
   */
  public static TakenRequest of(
      Parameters parameters, JsonObject request, Deployment deployment, boolean reasons) {
    ParameterPolicy policy = RequestPolicy.of(request, deployment);
    JsonObject own = RequestPolicy.removeFrom(request);
    Set<String> wishes = RequestPolicy.wishes(request);
    Set<String> idle = new HashSet<>(wishes);
    boolean mayReason = deployment.info().has(ModelFeature.REASONING).orElse(reasons);
    idle.removeIf(name -> parameters.taken().contains(name) && (mayReason || !name.equals(EFFORT)));
    JsonObject merged = RequestDefaults.merge(own.without(idle), deployment);
    parameters.requireTaken(merged, policy);
    JsonObject kept = parameters.kept(merged, policy);
    RequestShape.require(parameters.provider(), kept);
    return new TakenRequest(
        RequestWords.read(parameters.provider(), kept, policy),
        policy,
        wishes,
        Set.copyOf(own.names()));
  }

  /** Whether {@code name} is left out where the model does not take it. */
  public boolean leavesOut(String name) {
    return policy.dropsUnsupported() || wishes.contains(name);
  }

  /** Whether the effort was asked for in Anthropic's words, and no thoughts were. */
  public boolean asksForNoThoughts() {
    return wishes.contains(RequestPolicy.OWN_EFFORT);
  }

  /** Whether {@code name} is there by the deployment's own settings, or is but a wish. */
  public boolean isOurs(String name) {
    return !asked.contains(name) || wishes.contains(name);
  }
}
