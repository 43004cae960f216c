package dev.mainstay.cli.doctor;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.gateway.config.words.ConfigKey;
import dev.mainstay.provider.Deployment;
import java.util.Optional;

/** What to do about a deployment that does not answer. */
final class Advice {
  private Advice() {}

  /** In a sentence, what is wrong and the remedy. */
  static String on(Deployment deployment, Failure failure) {
    return switch (failure) {
      case Failure.Unauthenticated f -> IdentityProof.of(deployment).whenUnknown(deployment);
      case Failure.PermissionDenied f ->
          IdentityProof.of(deployment).whenDenied()
              + ", or look whether "
              + Region.of(deployment)
                  .map(region -> "the region " + region + " has it for your account")
                  .orElse("model and region are available to your account");
      case Failure.NotFound f -> nowhere(deployment);
      case Failure.QuotaExceeded f ->
          "the account has no credit or quota left: look at its billing; retries do not help";
      case Failure.RateLimited f ->
          "it is rate-limited at this moment: the key and the model are right";
      case Failure.Overloaded f ->
          "the provider is overloaded at this moment; ask again in a minute";
      case Failure.ServerError f -> "the provider failed; ask again, and see its status page";
      case Failure.ConnectionFailed f ->
          "it cannot be reached: check the host, the network, a proxy (HTTPS_PROXY) and the"
              + " certificates that Java trusts";
      case Failure.TimedOut f -> late(f);
      case Failure.MalformedAnswer f ->
          "what answers there does not speak this provider's API: check " + ConfigKey.API_BASE;
      case Failure.UnparsableAnswer f -> "it answers, though not in the form that was asked for";
      case Failure.Truncated f -> "its answer is cut off on the way: look at proxies in between";
      case Failure.BadRequest f -> parameters();
      case Failure.UnsupportedParameter f -> parameters();
      case Failure.Unprocessable f -> parameters();
      case Failure.ContextWindowExceeded f ->
          "its window is too small for a question of six words: is it a chat model?";
      case Failure.RequestTooLarge f ->
          "it takes no request of even this size: check " + ConfigKey.API_BASE;
      case Failure.ContentPolicyViolation f ->
          "its content filter refuses a harmless question: look at its settings";
      case Failure.NoDeployment f -> "it may not be asked at this moment";
      case Failure.Cancelled f -> "asking it was broken off";
    };
  }

  private static String nowhere(Deployment deployment) {
    Optional<String> region = Region.of(deployment);
    if (region.isPresent()) {
      return "there is no such model in the region "
          + region.get()
          + ": check the model's name, and which regions have it";
    }
    return "there is no such model at this address: check the model's name"
        + (deployment.endpoint().isPresent() ? " and " + ConfigKey.API_BASE : "");
  }

  private static String late(Failure.TimedOut failure) {
    return failure.phase() == TimeoutPhase.CONNECT
        ? "nobody answers at this address: check the host, the network and a proxy (HTTPS_PROXY)"
        : "it took the question and did not answer in time: a model that has to be loaded first"
            + " may need a longer --timeout";
  }

  private static String parameters() {
    return "it does not take the request: look at the parameters in "
        + ConfigKey.LITELLM_PARAMS
        + ", and whether it is a chat model";
  }
}
