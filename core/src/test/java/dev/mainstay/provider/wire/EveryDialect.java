package dev.mainstay.provider.wire;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.anthropic.AnthropicProvider;
import dev.mainstay.provider.bedrock.BedrockProvider;
import dev.mainstay.provider.cohere.CohereProvider;
import dev.mainstay.provider.gemini.GeminiProvider;
import dev.mainstay.provider.ollama.OllamaProvider;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.time.ManualTime;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.function.BiFunction;

/** Every dialect, and who speaks it, to be asked the same. */
public enum EveryDialect {
  OPENAI("openai", "gpt-4o", vendor("openai")),
  MISTRAL("mistral", "mistral-large-latest", vendor("mistral")),
  VLLM("vllm", "m", vendor("vllm")),
  ANTHROPIC("anthropic", "claude-sonnet-4-5", AnthropicProvider::new),
  CLAUDE_AT_VERTEX("anthropic", "claude-sonnet-4-5", AnthropicProvider::atVertex),
  GEMINI("gemini", "gemini-2.5-flash", GeminiProvider::new),
  GEMINI_AT_VERTEX("gemini", "gemini-3-flash", GeminiProvider::atVertex),
  CLAUDE_AT_BEDROCK("bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", BedrockProvider::new),
  NOVA("bedrock", "amazon.nova-pro-v1:0", BedrockProvider::new),
  COHERE("cohere", "command-a-03-2025", CohereProvider::new),
  OLLAMA("ollama", "llama3", OllamaProvider::new);

  private final String provider;
  private final Deployment deployment;
  private final BiFunction<Transport, TimeSource, Provider> making;

  EveryDialect(String provider, String model, BiFunction<Transport, TimeSource, Provider> making) {
    this.provider = provider;
    this.making = making;
    this.deployment =
        Deployment.of(provider + "/" + model)
            .withKey("k-0123456789")
            .withEndpoint(URI.create("https://host/v1"));
  }

  private static BiFunction<Transport, TimeSource, Provider> vendor(String name) {
    return (transport, time) ->
        new OpenAiProvider(Vendor.named(name).orElseThrow(), transport, time);
  }

  /** What it is called in messages. */
  public String provider() {
    return provider;
  }

  /** One of its deployments. */
  public Deployment deployment() {
    return deployment;
  }

  /** Whether its vendors may have words of their own for OpenAI's parameters. */
  public boolean isOpenAis() {
    return this == OPENAI || this == MISTRAL || this == VLLM;
  }

  /** A provider of it over {@code transport}. */
  public Provider provider(Transport transport) {
    return making.apply(transport, new ManualTime());
  }

  /** What {@code deployment} answers to {@code request} over {@code transport}. */
  public Heard ask(Transport transport, Deployment asked, ChatRequest request) {
    return Heard.from(provider(transport).open(asked, request, Duration.ofSeconds(5)));
  }
}
