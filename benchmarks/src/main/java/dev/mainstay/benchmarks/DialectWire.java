package dev.mainstay.benchmarks;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.anthropic.AnthropicProvider;
import dev.mainstay.provider.bedrock.BedrockProvider;
import dev.mainstay.provider.cohere.CohereProvider;
import dev.mainstay.provider.gemini.GeminiProvider;
import dev.mainstay.provider.ollama.OllamaProvider;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** Each dialect as a vendor speaks it, streamed and whole, without sockets. */
public enum DialectWire {
  OPENAI(
      "openai/gpt-4o-mini",
      DialectWire::openAi,
      Samples::stream,
      "text/event-stream",
      DialectAnswers::openAi),
  ANTHROPIC(
      "anthropic/claude-opus-4-6",
      AnthropicProvider::new,
      Samples::messages,
      "text/event-stream",
      DialectAnswers::anthropic),
  GEMINI(
      "gemini/gemini-2.5-flash",
      GeminiProvider::new,
      DialectSamples::gemini,
      "text/event-stream",
      DialectAnswers::gemini),
  BEDROCK(
      "bedrock/us.amazon.nova-pro-v1:0",
      BedrockProvider::new,
      DialectSamples::bedrock,
      "application/vnd.amazon.eventstream",
      DialectAnswers::bedrock),
  COHERE(
      "cohere/command-a-03-2025",
      CohereProvider::new,
      DialectSamples::cohere,
      "text/event-stream",
      DialectAnswers::cohere),
  OLLAMA(
      "ollama/llama3.1",
      OllamaProvider::new,
      DialectSamples::ollama,
      "application/x-ndjson",
      DialectAnswers::ollama);

  /** How many words an answer has; a stream has each in a piece of its own. */
  static final int WORDS = 1000;

  private static final ChatRequest REQUEST = ChatRequest.of("chat", "Hello");

  private final Deployment deployment;
  private final Provider streamed;
  private final Provider whole;

  DialectWire(
      String model,
      BiFunction<Transport, TimeSource, Provider> making,
      IntFunction<byte[]> stream,
      String streamType,
      IntFunction<byte[]> answer) {
    TimeSource time = TimeSource.system();
    deployment =
        Deployment.of(model).withEndpoint(URI.create("http://127.0.0.1:9")).withKey("sk-benchmark");
    streamed = making.apply(new Recorded(stream.apply(DialectWire.WORDS), streamType), time);
    whole = making.apply(new Recorded(answer.apply(DialectWire.WORDS), "application/json"), time);
  }

  private static Provider openAi(Transport transport, TimeSource time) {
    return new OpenAiProvider(Vendor.named("openai").orElseThrow(), transport, time);
  }

  /** A stream of the answer. */
  ProviderStream stream() {
    return streamed.open(deployment, REQUEST.withStream(true), Duration.ofSeconds(5));
  }

  /** The answer in one piece. */
  ProviderStream answer() {
    return whole.open(deployment, REQUEST, Duration.ofSeconds(5));
  }
}
