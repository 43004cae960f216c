package dev.mainstay.benchmarks;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.provider.anthropic.AnthropicProvider;
import dev.mainstay.provider.anthropic.MessageEvents;
import dev.mainstay.provider.bedrock.BedrockProvider;
import dev.mainstay.provider.cohere.CohereProvider;
import dev.mainstay.provider.gemini.GeminiProvider;
import dev.mainstay.provider.ollama.OllamaProvider;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a piece of a stream costs by its dialect, from the provider's bytes to the caller's. A
 * dialect may cost twice what OpenAI's costs where it is written anew ({@link #openAiAnew}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DialectBenchmark {
  private static final int CHUNKS = 1000;
  private static final ChatRequest REQUEST = ChatRequest.of("chat", "Hello").withStream(true);
  private static final JsonString NAME = new JsonString("chat");

  private final Provider openAi =
      new OpenAiProvider(
          Vendor.named("openai").orElseThrow(),
          new Recorded(Samples.stream(CHUNKS)),
          TimeSource.system());
  private final Provider anthropic =
      new AnthropicProvider(new Recorded(Samples.messages(CHUNKS)), TimeSource.system());

  private final Provider gemini =
      new GeminiProvider(new Recorded(DialectSamples.gemini(CHUNKS)), TimeSource.system());
  private final Provider bedrock =
      new BedrockProvider(
          new Recorded(DialectSamples.bedrock(CHUNKS), "application/vnd.amazon.eventstream"),
          TimeSource.system());
  private final Provider cohere =
      new CohereProvider(new Recorded(DialectSamples.cohere(CHUNKS)), TimeSource.system());
  private final Provider ollama =
      new OllamaProvider(
          new Recorded(DialectSamples.ollama(CHUNKS), "application/x-ndjson"), TimeSource.system());

  /** OpenAI's, byte for byte. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int openAi() {
    return read(openAi, "openai/gpt-4o-mini", DialectBenchmark::bytes);
  }

  /** OpenAI's, parsed and written anew. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int openAiAnew() {
    return read(
        openAi,
        "openai/gpt-4o-mini",
        chunk -> chunk.json().map(json -> anew(json).toBytes().length).orElse(0));
  }

  /** Anthropic's to a caller of OpenAI's dialect. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int anthropic() {
    return read(anthropic, "anthropic/claude-opus-4-6", DialectBenchmark::bytes);
  }

  /** Anthropic's to a caller of Anthropic's dialect. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int anthropicToMessages() {
    MessageEvents events = new MessageEvents();
    return read(
        anthropic,
        "anthropic/claude-opus-4-6",
        chunk -> events.of(chunk).stream().mapToInt(event -> event.toBytes().length).sum());
  }

  /** Gemini's to a caller of OpenAI's dialect. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int gemini() {
    return read(gemini, "gemini/gemini-2.5-flash", DialectBenchmark::bytes);
  }

  /** Bedrock's to a caller of OpenAI's dialect. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int bedrock() {
    return read(bedrock, "bedrock/us.amazon.nova-pro-v1:0", DialectBenchmark::bytes);
  }

  /** Cohere's to a caller of OpenAI's dialect. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int cohere() {
    return read(cohere, "cohere/command-a-03-2025", DialectBenchmark::bytes);
  }

  /** Ollama's to a caller of OpenAI's dialect. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int ollama() {
    return read(ollama, "ollama/llama3.1", DialectBenchmark::bytes);
  }

  private static JsonObject anew(JsonObject json) {
    return json.with("model", NAME);
  }

  private static int bytes(ChatChunk chunk) {
    return chunk.json().map(json -> json.toBytes().length).orElse(0);
  }

  private static int read(Provider provider, String model, ToIntFunction<ChatChunk> sent) {
    Deployment deployment =
        Deployment.of(model).withEndpoint(URI.create("http://127.0.0.1:9")).withKey("sk-benchmark");
    int bytes = 0;
    int pieces = 0;
    try (ProviderStream stream = provider.open(deployment, REQUEST, Duration.ofSeconds(5))) {
      Step step = stream.next();
      while (step instanceof Next(ChatChunk chunk)) {
        bytes += sent.applyAsInt(chunk);
        pieces++;
        step = stream.next();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a benchmark", e);
    }
    if (pieces < CHUNKS) {
      throw new IllegalStateException(model + " was heard to say " + pieces + " pieces alone");
    }
    return bytes;
  }
}
