package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
  private static final ChatRequest REQUEST = ChatRequest.of("chat", "Hello");

  @ParameterizedTest
  @CsvSource({
    "openai, https://api.openai.com/v1/chat/completions",
    "mistral, https://api.mistral.ai/v1/chat/completions",
    "groq, https://api.groq.com/openai/v1/chat/completions",
    "deepseek, https://api.deepseek.com/chat/completions",
    "openrouter, https://openrouter.ai/api/v1/chat/completions",
    "vllm, http://localhost:8000/v1/chat/completions",
    "hosted_vllm, http://localhost:8000/v1/chat/completions",
    "perplexity, https://api.perplexity.ai/chat/completions",
    "xai, https://api.x.ai/v1/chat/completions",
    "together_ai, https://api.together.xyz/v1/chat/completions",
    "fireworks_ai, https://api.fireworks.ai/inference/v1/chat/completions",
    "cerebras, https://api.cerebras.ai/v1/chat/completions"
  })
  void knownVendorIsAskedAtItsOwnAddress(String vendor, String address) {
    assertThat(address(Deployment.of(vendor + "/m"))).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "https://host/v1, https://host/v1/chat/completions",
    "https://host/v1/, https://host/v1/chat/completions",
    "https://host:8443, https://host:8443/chat/completions",
    "https://host/v1/chat/completions, https://host/v1/chat/completions",
    "https://host/v1?tenant=7, https://host/v1/chat/completions?tenant=7"
  })
  void endpointOfTheDeploymentCounts(String endpoint, String address) {
    assertThat(address(Deployment.of("openai/m").withEndpoint(URI.create(endpoint))))
        .isEqualTo(address);
  }

  @Test
  void nameOfAModelIsOneSegmentOfThePathWhateverItHas() {
    Deployment deployment =
        Deployment.of("azure/a/b?c=d#e%2F..")
            .withEndpoint(URI.create("https://r.openai.azure.com"));

    assertThat(address(deployment))
        .isEqualTo(
            "https://r.openai.azure.com/openai/deployments/a%2Fb%3Fc%3Dd%23e%252F../chat/completions"
                + "?api-version=2024-10-21");
  }

  @ParameterizedTest
  @CsvSource({
    "https://r.openai.azure.com, "
        + "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
    "https://r.openai.azure.com/, "
        + "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
    "https://r.openai.azure.com/openai, "
        + "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
    "https://r.openai.azure.com/openai/deployments/other, "
        + "https://r.openai.azure.com/openai/deployments/other/chat/completions?api-version=2024-10-21",
    "https://r.openai.azure.com/openai/deployments/other/chat/completions?api-version=2025-01-01-preview, "
        + "https://r.openai.azure.com/openai/deployments/other/chat/completions?api-version=2025-01-01-preview",
    "https://r.openai.azure.com/openai/v1, "
        + "https://r.openai.azure.com/openai/v1/chat/completions",
    "https://r.services.ai.azure.com/models, "
        + "https://r.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview"
  })
  void azureIsAskedInTheStyleOfItsEndpoint(String endpoint, String address) {
    assertThat(address(Deployment.of("azure/my gpt").withEndpoint(URI.create(endpoint))))
        .isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "https://r.services.ai.azure.com, "
        + "https://r.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview",
    "https://r.services.ai.azure.com/models, "
        + "https://r.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview",
    "https://r.services.ai.azure.com/openai/v1, "
        + "https://r.services.ai.azure.com/openai/v1/chat/completions",
    "https://m.eastus.models.ai.azure.com, "
        + "https://m.eastus.models.ai.azure.com/chat/completions",
    "https://m.eastus.models.ai.azure.com/v1, "
        + "https://m.eastus.models.ai.azure.com/v1/chat/completions"
  })
  void foundryIsAskedInTheStyleOfItsEndpoint(String endpoint, String address) {
    assertThat(address(Deployment.of("azure_ai/m").withEndpoint(URI.create(endpoint))))
        .isEqualTo(address);
  }

  @Test
  void apiVersionOfTheDeploymentCountsEverywhereAtAzure() {
    Deployment classic =
        Deployment.of("azure/gpt")
            .withEndpoint(URI.create("https://r.openai.azure.com"))
            .withApiVersion("2025-03-01-preview");
    Deployment versioned = classic.withEndpoint(URI.create("https://r.openai.azure.com/openai/v1"));

    assertThat(address(classic)).endsWith("/gpt/chat/completions?api-version=2025-03-01-preview");
    assertThat(address(versioned))
        .isEqualTo(
            "https://r.openai.azure.com/openai/v1/chat/completions?api-version=2025-03-01-preview");
  }

  /** LiteLLM's way to say so; Azure has no such version of its deployments' own addresses. */
  @ParameterizedTest
  @CsvSource({
    "https://r.openai.azure.com, v1, https://r.openai.azure.com/openai/v1/chat/completions",
    "https://r.openai.azure.com/, latest, https://r.openai.azure.com/openai/v1/chat/completions",
    "https://r.openai.azure.com/openai, preview, "
        + "https://r.openai.azure.com/openai/v1/chat/completions?api-version=preview",
    "https://r.openai.azure.com/openai/v1/, latest, "
        + "https://r.openai.azure.com/openai/v1/chat/completions",
    "https://r.openai.azure.com/openai/v1, preview, "
        + "https://r.openai.azure.com/openai/v1/chat/completions?api-version=preview",
    "https://r.services.ai.azure.com/api/projects/p/openai/v1, v1, "
        + "https://r.services.ai.azure.com/api/projects/p/openai/v1/chat/completions",
  })
  void versionWithoutADateMeansAzuresVersionedApi(String endpoint, String version, String address) {
    Deployment deployment =
        Deployment.of("azure/gpt").withEndpoint(URI.create(endpoint)).withApiVersion(version);

    assertThat(address(deployment)).isEqualTo(address);
  }

  @Test
  void addressesThatAreKnownAreBounded() {
    for (int i = 0; i <= Address.MOST_KNOWN; i++) {
      String endpoint = "https://host-" + i + ".example/v1";

      assertThat(address(Deployment.of("openai/m").withEndpoint(URI.create(endpoint))))
          .isEqualTo(endpoint + "/chat/completions");
    }

    assertThat(Address.knownCount()).isEqualTo(Address.MOST_KNOWN);
  }

  @Test
  void withoutAnyBaseUrlThereIsNoAddress() {
    assertThat(Address.of(Vendor.compatible("mine"), Deployment.of("mine/m"), REQUEST)).isEmpty();
  }

  private static String address(Deployment deployment) {
    Vendor vendor = Vendor.named(deployment.provider()).orElseThrow();
    return Address.of(vendor, deployment, REQUEST).orElseThrow().toString();
  }
}
