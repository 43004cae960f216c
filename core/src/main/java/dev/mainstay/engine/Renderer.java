package dev.mainstay.engine;

import dev.mainstay.call.ChatCall;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.Provider;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.rendering.Target;
import dev.mainstay.rendering.Target.Ability;
import java.util.Set;
import java.util.function.Function;

/** Puts the request of one call to the deployment that is asked. */
final class Renderer {
  private final ChatCall call;
  private final Rendition plain;
  private final Function<Deployment, Provider> providers;
  private final PrefillMemory memory;

  Renderer(
      ChatCall call,
      Commit commit,
      Function<Deployment, Provider> providers,
      PrefillMemory memory) {
    this.call = call;
    this.plain = Rendition.plain(call.request().withStream(commit == Commit.FIRST_OUTPUT));
    this.providers = providers;
    this.memory = memory;
  }

  /** The request as it is, which everybody is asked where there is no rendering. */
  Rendition plain() {
    return plain;
  }

  /** How {@code deployment} is asked. */
  Rendition render(Deployment deployment) {
    return call.rendering()
        .map(rendering -> rendering.render(call.request(), target(deployment)))
        .map(rendered -> Rendition.of(withStream(rendered)))
        .orElse(plain)
        .to(deployment, providers.apply(deployment));
  }

  /**
   * The request of {@code call} as far as the same is asked of everybody: what a rendering makes of
   * the answer's form is not known yet, and its own matter.
   */
  static ChatRequest unrendered(ChatCall call) {
    ChatRequest request = call.request();
    return call.rendering().isEmpty()
        ? request
        : new ChatRequest(request.json().without(Set.of("response_format")));
  }

  private Rendered withStream(Rendered rendered) {
    ChatRequest request = rendered.request().withStream(plain.request().isStream());
    return new Rendered(request, rendered.visible(), rendered.opening());
  }

  private Target target(Deployment deployment) {
    Prefill prefill =
        memory.hasRefused(deployment)
            ? Prefill.NONE
            : providers.apply(deployment).prefill(deployment);
    return new Target(
        deployment.id(),
        deployment.provider(),
        deployment.model(),
        ability(deployment, ModelFeature.JSON_SCHEMA),
        ability(deployment, ModelFeature.TOOLS),
        prefill);
  }

  private static Ability ability(Deployment deployment, ModelFeature feature) {
    return deployment
        .info()
        .has(feature)
        .map(has -> has ? Ability.YES : Ability.NO)
        .orElse(Ability.UNKNOWN);
  }
}
