package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VendorTest {
  @Test
  void vendorsAreKnownByTheNamesThatLiteLlmsUsersWrite() {
    assertThat(Vendor.known())
        .extracting(Vendor::name)
        .doesNotHaveDuplicates()
        .contains(
            "openai",
            "azure",
            "mistral",
            "groq",
            "deepseek",
            "openrouter",
            "vllm",
            "hosted_vllm",
            "perplexity",
            "xai",
            "together_ai",
            "fireworks_ai",
            "cerebras",
            "sambanova",
            "nebius",
            "huggingface",
            "nvidia_nim",
            "github",
            "moonshot",
            "zai",
            "dashscope",
            "minimax",
            "lm_studio",
            "llamafile",
            "azure_ai",
            "openai_compatible");
  }

  @Test
  void vendorThatNeedsAKeySaysWhereItMayBe() {
    assertThat(Vendor.known())
        .filteredOn(Vendor::needsKey)
        .isNotEmpty()
        .allSatisfy(vendor -> assertThat(vendor.keyVariables()).isNotEmpty());
  }

  @Test
  void everybodyHasABaseUrlButThoseOfWhomEachUserHasTheirOwn() {
    assertThat(Vendor.known())
        .filteredOn(vendor -> vendor.baseUrl().isEmpty())
        .extracting(Vendor::name)
        .containsExactlyInAnyOrder(
            "azure",
            "azure_ai",
            "databricks",
            "litellm_proxy",
            "openai_compatible",
            "openai_like",
            "custom_openai");
  }

  @Test
  void unknownNameIsNoVendor() {
    assertThat(Vendor.named("nobody")).isEmpty();
    assertThat(Vendor.compatible("mine").needsKey()).isFalse();
  }
}
