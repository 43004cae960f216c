package dev.mainstay.cli.doctor;

import dev.mainstay.KnownProviders;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.gateway.config.words.ConfigKey;
import dev.mainstay.provider.Deployment;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What to do about a deployment that does not answer. */
public final class Advice {
  // Whose servers mostly have their API under /v1.
  private static final Set<String> BEHIND_V1 =
      Set.of(
          "openai",
          "openai_compatible",
          "openai_like",
          "custom_openai",
          "vllm",
          "hosted_vllm",
          "sglang",
          "lm_studio",
          "llama_cpp");

  private Advice() {}

  /**
   * What to do about {@code failure} of a call to {@code model}, {@code provider/model}, that was
   * made with the keys and addresses of {@code environment}; nothing where the failure's own
   * message says it, or only waiting helps.
   */
  public static Optional<String> inEnvironment(
      String model, Map<String, String> environment, Failure failure) {
    if (!isOfSettings(failure)) {
      return Optional.empty();
    }
    Deployment deployment = whole(Deployment.of(model), environment);
    return Optional.of(on(deployment, failure, Setting.ENVIRONMENT));
  }

  // Where nobody was asked, the message says what is missing.
  private static boolean isOfSettings(Failure failure) {
    boolean isAnswered = failure.detail().status().isPresent();
    return switch (failure) {
      case Failure.Unauthenticated f -> isAnswered;
      case Failure.PermissionDenied f -> isAnswered;
      case Failure.NotFound f -> isAnswered;
      case Failure.QuotaExceeded f -> true;
      case Failure.ConnectionFailed f -> true;
      case Failure.MalformedAnswer f -> true;
      case Failure.RateLimited f -> false;
      case Failure.Overloaded f -> false;
      case Failure.ServerError f -> false;
      case Failure.TimedOut f -> false;
      case Failure.UnparsableAnswer f -> false;
      case Failure.Truncated f -> false;
      case Failure.BadRequest f -> false;
      case Failure.UnsupportedParameter f -> false;
      case Failure.Unprocessable f -> false;
      case Failure.ContextWindowExceeded f -> false;
      case Failure.RequestTooLarge f -> false;
      case Failure.ContentPolicyViolation f -> false;
      case Failure.NoDeployment f -> false;
      case Failure.Cancelled f -> false;
    };
  }

  /** {@code deployment} with what its provider takes from {@code environment}. */
  static Deployment whole(Deployment deployment, Map<String, String> environment) {
    return KnownProviders.named(deployment.provider())
        .map(provider -> provider.complete(deployment, environment))
        .orElse(deployment);
  }

  /** In a sentence, what is wrong and the remedy. */
  static String on(Deployment deployment, Failure failure, Setting setting) {
    return switch (failure) {
      case Failure.Unauthenticated f ->
          IdentityProof.of(deployment).whenUnknown(deployment, setting);
      case Failure.PermissionDenied f -> denied(deployment);
      case Failure.NotFound f -> nowhere(deployment, setting);
      case Failure.QuotaExceeded f ->
          "the account has no credit or quota left: look at its billing; retries do not help";
      case Failure.RateLimited f ->
          "it is rate-limited at this moment: the key and the model are right";
      case Failure.Overloaded f ->
          "the provider is overloaded at this moment; ask again in a minute";
      case Failure.ServerError f -> "the provider failed; ask again, and see its status page";
      case Failure.ConnectionFailed f ->
          "it cannot be reached: check the host ("
              + setting.address(deployment)
              + "), the network, a proxy (HTTPS_PROXY) and the certificates that Java trusts";
      case Failure.TimedOut f -> late(f);
      case Failure.MalformedAnswer f ->
          "what answers there does not speak this provider's API: check "
              + setting.address(deployment);
      case Failure.UnparsableAnswer f -> "it answers, though not in the form that was asked for";
      case Failure.Truncated f -> "its answer is cut off on the way: look at proxies in between";
      case Failure.BadRequest f -> parameters();
      case Failure.UnsupportedParameter f -> parameters();
      case Failure.Unprocessable f -> parameters();
      case Failure.ContextWindowExceeded f ->
          "its window is too small for a question of six words: is it a chat model?";
      case Failure.RequestTooLarge f ->
          "it does not take even a request of this size: check " + setting.address(deployment);
      case Failure.ContentPolicyViolation f ->
          "its content filter refuses a harmless question: look at its settings";
      case Failure.NoDeployment f -> "it may not be asked at this moment";
      case Failure.Cancelled f -> "asking it was broken off";
    };
  }

  private static String denied(Deployment deployment) {
    return IdentityProof.of(deployment).whenDenied()
        + ", or look whether "
        + Region.of(deployment)
            .map(region -> "the region " + region + " has it for your account")
            .orElse("model and region are available to your account");
  }

  private static String nowhere(Deployment deployment, Setting setting) {
    Optional<String> region = Region.of(deployment);
    if (region.isPresent()) {
      return "there is no such model in the region "
          + region.get()
          + ": check the model's name, and which regions have it";
    }
    if (deployment.provider().equals("azure")) {
      return "Azure has no deployment of this name there: check how the deployment is called, which"
          + " need not be the model's name, and "
          + setting.address(deployment);
    }
    return "there is no such model at this address: check the model's name"
        + deployment
            .endpoint()
            .map(base -> " and " + setting.address(deployment) + missing(deployment, base))
            .orElse("");
  }

  private static String missing(Deployment deployment, URI base) {
    boolean isBare = base.getPath() == null || base.getPath().replace("/", "").isEmpty();
    return isBare && BEHIND_V1.contains(deployment.provider())
        ? ", which ends in /v1 for most servers"
        : "";
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
