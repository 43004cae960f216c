package dev.mainstay.benchmarks;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.stream.WholeText;
import dev.mainstay.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * What being able to recover costs a stream that does not break, by the chunk: keeping the text so
 * far, beside reading the chunk from the provider's bytes and writing it for the caller.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecoveryBenchmark {
  private static final int CHUNKS = 1000;
  private static final ChatRequest REQUEST = ChatRequest.of("chat", "Hello").withStream(true);
  private static final Deployment DEPLOYMENT =
      Deployment.of("openai/gpt-4o-mini")
          .withEndpoint(URI.create("http://127.0.0.1:9"))
          .withKey("sk-benchmark");

  private final OpenAiProvider provider =
      new OpenAiProvider(
          Vendor.named("openai").orElseThrow(),
          new Recorded(Samples.stream(CHUNKS)),
          TimeSource.system());
  private final List<ChatChunk> chunks = new ArrayList<>();

  /** The chunks are read once for {@link #keep}. */
  public RecoveryBenchmark() {
    read(chunks::add);
  }

  /** Reading a chunk and writing it again, nothing kept: framing, JSON, events, JSON. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int relay() {
    Sent sent = new Sent();
    read(sent);
    return sent.bytes;
  }

  /** The same, with the text so far kept. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int relayAndKeep() {
    Sent sent = new Sent();
    WholeText whole = new WholeText();
    Accumulator delivered = new Accumulator();
    read(chunk -> {
      ChatChunk shown = whole.add(chunk).getFirst();
      delivered.add(shown);
      sent.take(shown);
    });
    return sent.bytes + delivered.choices();
  }

  /** Keeping the text so far alone. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int keep() {
    WholeText whole = new WholeText();
    Accumulator delivered = new Accumulator();
    for (ChatChunk chunk : chunks) {
      delivered.add(whole.add(chunk).getFirst());
    }
    return delivered.choices();
  }

  private void read(Sink sink) {
    try (ProviderStream stream = provider.open(DEPLOYMENT, REQUEST, Duration.ofSeconds(5))) {
      Step step = stream.next();
      while (step instanceof Next(ChatChunk chunk)) {
        sink.take(chunk);
        step = stream.next();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a benchmark", e);
    }
  }

  /** Where chunks go. */
  @FunctionalInterface
  private interface Sink {
    void take(ChatChunk chunk);
  }

  /** Chunks as the gateway writes them, up to the socket. */
  private static final class Sent implements Sink {
    private int bytes;

    @Override
    public void take(ChatChunk chunk) {
      if (chunk.json().isPresent()) {
        bytes += chunk.json().get().toBytes().length;
      }
    }
  }
}
