package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;

/**
 * A request as a dialect of another kind is to write it: with the deployment's defaults, and
 * without what the dialect does not take.
 *
 * @param json what is to be written
 * @param policy what becomes of parameters whose value the dialect does not take
 */
public record TakenRequest(JsonObject json, ParameterPolicy policy) {

  /**
   * What {@code parameters} take of {@code request} to {@code deployment}.
   *
   * @throws UnsupportedException if the request asks for what they do not take
   */
  public static TakenRequest of(Parameters parameters, JsonObject request, Deployment deployment) {
    ParameterPolicy policy = RequestPolicy.of(request, deployment);
    JsonObject merged = RequestDefaults.merge(RequestPolicy.removeFrom(request), deployment);
    parameters.requireTaken(merged, policy);
    return new TakenRequest(parameters.kept(merged, policy), policy);
  }
}
