package dev.mainstay.provider.openai;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.PathSegment;
import dev.mainstay.provider.openai.Vendor.Style;
import dev.mainstay.transport.Authority;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a deployment's chat completions, its text completions or its embeddings are.
 *
 * @param base the base URL
 * @param path the base URL's path, without a slash or an operation at its end
 * @param operation the path after it
 */
record Address(URI base, String path, String operation) {
  /**
   * Azure's latest stable version of the inference API; the first stable one that takes {@code
   * stream_options}. https://learn.microsoft.com/azure/ai-foundry/openai/reference
   */
  static final String AZURE_API_VERSION = "2024-10-21";

  // What LiteLLM's users call the API whose versions have no dates; the first two are no version.
  private static final List<String> VERSIONLESS = List.of("v1", "latest");
  private static final String PREVIEW = "preview";

  // https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle
  private static final String FIRST_AZURE_VERSION_WITH_USAGE = "2024-09-01";
  // https://api-docs.deepseek.com/guides/chat_prefix_completion
  private static final String BETA = "/beta";
  private static final String CHAT = "/chat/completions";
  private static final String TEXT = "/completions";
  private static final String EMBEDDINGS = "/embeddings";
  // The longer before what it ends in.
  private static final List<String> OPERATIONS = List.of(CHAT, TEXT, EMBEDDINGS);

  static final int MOST_KNOWN = 10_000;
  private static final Map<Address, URI> KNOWN = new ConcurrentHashMap<>();

  // https://learn.microsoft.com/rest/api/aifoundry/modelinference
  private static final String MODELS = "/models";
  private static final String FOUNDRY_VERSION = "2024-05-01-preview";
  private static final List<String> AZURES_OWN =
      List.of(".services.ai.azure.com", ".openai.azure.com", ".cognitiveservices.azure.com");

  /**
   * The address at {@code vendor} for {@code request}, or nothing where neither it nor the
   * deployment has a base URL.
   */
  static Optional<URI> of(Vendor vendor, Deployment deployment, ChatRequest request) {
    Optional<URI> base = base(vendor, deployment);
    return of(
        vendor, deployment, PrefillForm.isMarked(request.json()) ? beta(vendor, base) : base, CHAT);
  }

  /**
   * The address of embeddings at {@code vendor}, or nothing where neither it nor the deployment has
   * a base URL.
   */
  static Optional<URI> ofEmbeddings(Vendor vendor, Deployment deployment) {
    return of(vendor, deployment, base(vendor, deployment), EMBEDDINGS);
  }

  /**
   * The address of text completions at {@code vendor}, or nothing where neither it nor the
   * deployment has a base URL.
   */
  static Optional<URI> ofCompletions(Vendor vendor, Deployment deployment) {
    return of(vendor, deployment, beta(vendor, base(vendor, deployment)), TEXT);
  }

  private static Optional<URI> of(
      Vendor vendor, Deployment deployment, Optional<URI> base, String operation) {
    return base.map(
        there -> new Address(there, path(there), operation).resolve(vendor, deployment));
  }

  private static Optional<URI> base(Vendor vendor, Deployment deployment) {
    return deployment.endpoint().or(vendor::baseUrl);
  }

  // DeepSeek goes on with a text or a last message at an address of its own alone.
  private static Optional<URI> beta(Vendor vendor, Optional<URI> base) {
    return vendor.prefill() == PrefillForm.MARKED
        ? base.map(there ->
            vendor.baseUrl().filter(there::equals).map(own -> URI.create(own + BETA)).orElse(there))
        : base;
  }

  /** Whether a stream of {@code deployment} may be asked to tell its usage. */
  static boolean takesUsageOption(Vendor vendor, Deployment deployment) {
    if (!vendor.isAzures() || deployment.apiVersion().isEmpty()) {
      return vendor.usageOnRequest();
    }
    String version = deployment.apiVersion().get();
    boolean isDated = !version.isEmpty() && Character.isDigit(version.charAt(0));
    return !isDated || version.compareTo(FIRST_AZURE_VERSION_WITH_USAGE) >= 0;
  }

  private URI resolve(Vendor vendor, Deployment deployment) {
    if (vendor.style() != Style.OPENAI) {
      return written(vendor, deployment);
    }
    // Whatever is asked there, it is the same.
    URI known = KNOWN.get(this);
    if (known == null) {
      known = written(vendor, deployment);
      if (KNOWN.size() < MOST_KNOWN) {
        KNOWN.put(this, known);
      }
    }
    return known;
  }

  /** How many addresses are kept. */
  static int knownCount() {
    return KNOWN.size();
  }

  private URI written(Vendor vendor, Deployment deployment) {
    String target =
        switch (vendor.style()) {
          case OPENAI -> path + operation;
          case AZURE -> azurePath(deployment);
          case FOUNDRY -> (isServerless(base) || !path.isEmpty() ? path : MODELS) + operation;
        };
    String query = vendor.isAzures() ? azureQuery(vendor, deployment) : query();
    String root = base.getScheme() + "://" + base.getRawAuthority();
    return URI.create(root + target + (query.isEmpty() ? "" : "?" + query));
  }

  /** Whether a model of Foundry has an endpoint of its own, which takes its key as a token. */
  static boolean isServerless(Deployment deployment) {
    return deployment.endpoint().filter(Address::isServerless).isPresent();
  }

  private static boolean isServerless(URI base) {
    String host = Authority.of(base).map(Authority::host).orElse("");
    return AZURES_OWN.stream().noneMatch(host::endsWith);
  }

  private String azurePath(Deployment deployment) {
    if (isWhole(base) || hasModelInBody() || path.contains("/openai/deployments/")) {
      return path + operation;
    }
    String root = path.endsWith("/openai") ? path : path + "/openai";
    return isUndated(deployment)
        ? root + "/v1" + operation
        : root + "/deployments/" + PathSegment.of(deployment.model()) + operation;
  }

  private static boolean isUndated(Deployment deployment) {
    return deployment
        .apiVersion()
        .filter(version -> version.equals(PREVIEW) || VERSIONLESS.contains(version))
        .isPresent();
  }

  private String azureQuery(Vendor vendor, Deployment deployment) {
    Optional<String> told = deployment.apiVersion().filter(word -> !VERSIONLESS.contains(word));
    boolean needsNone =
        path.contains("/openai/v1")
            || (vendor.style() == Style.FOUNDRY ? isServerless(base) : isUndated(deployment));
    if ((needsNone && told.isEmpty()) || query().contains("api-version=")) {
      return query();
    }
    String usual =
        path.endsWith(MODELS) || isFoundrys(vendor) ? FOUNDRY_VERSION : AZURE_API_VERSION;
    String version = "api-version=" + told.orElse(usual);
    return query().isEmpty() ? version : query() + "&" + version;
  }

  private boolean isFoundrys(Vendor vendor) {
    return vendor.style() == Style.FOUNDRY && !path.contains("/openai/");
  }

  // People paste the whole address as often as the base URL.
  private static boolean isWhole(URI base) {
    String path = bare(base);
    return OPERATIONS.stream().anyMatch(path::endsWith);
  }

  private boolean hasModelInBody() {
    return path.endsWith("/v1") || path.endsWith(MODELS);
  }

  private String query() {
    return base.getRawQuery() == null ? "" : base.getRawQuery();
  }

  private static String path(URI base) {
    String path = bare(base);
    for (String operation : OPERATIONS) {
      if (path.endsWith(operation)) {
        return path.substring(0, path.length() - operation.length());
      }
    }
    return path;
  }

  private static String bare(URI base) {
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }
}
