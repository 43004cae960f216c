package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WIRE 6: how each vendor is asked to go on with a message of the assistant's. */
class PrefillFormTest {
  private static final String MARKED =
      "{'messages':[{'role':'user','content':'Hi'},"
          + "{'role':'assistant','content':'Hel','prefix':true}]}";
  private static final String PLAIN =
      "{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':'Hel'}]}";

  @ParameterizedTest
  @CsvSource({
    "mistral/m, ECHOES",
    "deepseek/m, CONTINUES",
    "vllm/m, CONTINUES",
    "hosted_vllm/m, CONTINUES",
    "sglang/m, CONTINUES",
    "openai/m, NONE",
    "azure/m, NONE",
    "groq/m, NONE",
    "openrouter/m, NONE",
  })
  void promiseIsTheVendors(String model, Prefill promise) {
    Deployment deployment = Deployment.of(model);

    assertThat(form(deployment).of(deployment)).isEqualTo(promise);
  }

  @Test
  void whatIsKnownOfTheModelGoesBeforeTheVendorsPromise() {
    Deployment groq = known("groq/m", true);
    Deployment mistral = known("mistral/m", true);
    Deployment vllm = known("vllm/m", false);

    assertThat(form(groq).of(groq)).isEqualTo(Prefill.CONTINUES);
    assertThat(form(mistral).of(mistral)).isEqualTo(Prefill.ECHOES);
    assertThat(form(vllm).of(vllm)).isEqualTo(Prefill.NONE);
  }

  @Test
  void markIsWrittenInTheVendorsForm() {
    JsonObject marked = Asking.json(MARKED);
    Deployment mistral = Deployment.of("mistral/m");
    Deployment vllm = Deployment.of("vllm/m");
    Deployment groq = known("groq/m", true);

    assertThat(form(mistral).write(marked, mistral)).isEqualTo(marked);
    assertThat(form(vllm).write(marked, vllm).without(Set.of("messages")))
        .isEqualTo(Asking.json("{'continue_final_message':true,'add_generation_prompt':false}"));
    assertThat(form(vllm).write(marked, vllm).get("messages"))
        .isEqualTo(Asking.json(PLAIN).get("messages"));
    assertThat(form(groq).write(marked, groq)).isEqualTo(Asking.json(PLAIN));
  }

  @Test
  void requestWithoutTheMarkStaysAsItIs() {
    JsonObject plain = Asking.json(PLAIN);
    Deployment vllm = Deployment.of("vllm/m");

    assertThat(form(vllm).write(plain, vllm)).isSameAs(plain);
  }

  @Test
  void deepSeekGoesOnAtItsBetaAddressAlone() {
    Deployment deepSeek = Deployment.of("deepseek/m");
    Vendor vendor = Vendor.named("deepseek").orElseThrow();

    assertThat(Address.of(vendor, deepSeek, new ChatRequest(Asking.json(MARKED))))
        .hasToString("Optional[https://api.deepseek.com/beta/chat/completions]");
    assertThat(Address.of(vendor, deepSeek, new ChatRequest(Asking.json(PLAIN))))
        .hasToString("Optional[https://api.deepseek.com/chat/completions]");
    assertThat(Address.ofCompletions(vendor, deepSeek))
        .hasToString("Optional[https://api.deepseek.com/beta/completions]");
    assertThat(
            Address.ofCompletions(
                vendor, deepSeek.withEndpoint(URI.create("https://api.deepseek.com"))))
        .hasToString("Optional[https://api.deepseek.com/beta/completions]");
    assertThat(Address.ofCompletions(vendor, deepSeek.withEndpoint(URI.create("https://host/v1"))))
        .hasToString("Optional[https://host/v1/completions]");
    assertThat(Address.ofEmbeddings(vendor, deepSeek))
        .hasToString("Optional[https://api.deepseek.com/embeddings]");
  }

  private static Deployment known(String model, boolean prefill) {
    return Deployment.of(model)
        .withInfo(ModelInfo.unknown().with(ModelFeature.ASSISTANT_PREFILL, prefill));
  }

  private static PrefillForm form(Deployment deployment) {
    return Vendor.named(deployment.provider()).orElseThrow().prefill();
  }
}
