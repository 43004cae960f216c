package dev.mainstay.benchmarks;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.provider.anthropic.MessageEvents;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an answer costs by its dialect, from the provider's bytes to the caller's: a piece of a
 * stream, to callers of either dialect, and a whole answer. A dialect may cost twice what OpenAI's
 * costs where it is parsed and written anew ({@link #streamAnew}, {@link #answerAnew}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DialectBenchmark {
  private static final JsonString NAME = new JsonString("chat");

  /** The provider's dialect; what it is not needed for is measured without it. */
  @State(Scope.Benchmark)
  public static class Spoken {
    /** The dialect. */
    @Param public DialectWire wire = DialectWire.OPENAI;
  }

  /** A piece of OpenAI's, parsed and written anew: the measure of the others. */
  @Benchmark
  @OperationsPerInvocation(DialectWire.WORDS)
  public int streamAnew() {
    return read(DialectWire.OPENAI.stream(), DialectWire.WORDS, DialectBenchmark::anew);
  }

  /** A piece to a caller of OpenAI's dialect; OpenAI's own goes byte for byte. */
  @Benchmark
  @OperationsPerInvocation(DialectWire.WORDS)
  public int stream(Spoken spoken) {
    return read(spoken.wire.stream(), DialectWire.WORDS, DialectBenchmark::bytes);
  }

  /** A piece to a caller of Anthropic's dialect. */
  @Benchmark
  @OperationsPerInvocation(DialectWire.WORDS)
  public int streamToMessages(Spoken spoken) {
    MessageEvents events = new MessageEvents(ChatRequest.of("m", "q"));
    return read(
        spoken.wire.stream(),
        DialectWire.WORDS,
        chunk -> events.of(chunk).stream().mapToInt(event -> event.toBytes().length).sum());
  }

  /** A whole answer of OpenAI's, parsed and written anew: the measure of the others. */
  @Benchmark
  public int answerAnew() {
    return read(DialectWire.OPENAI.answer(), 1, DialectBenchmark::anew);
  }

  /** A whole answer to a caller of OpenAI's dialect; OpenAI's own goes byte for byte. */
  @Benchmark
  public int answer(Spoken spoken) {
    return read(spoken.wire.answer(), 1, DialectBenchmark::bytes);
  }

  private static int anew(ChatChunk chunk) {
    return chunk.json().map(json -> json.with("model", NAME).toBytes().length).orElse(0);
  }

  private static int bytes(ChatChunk chunk) {
    return chunk.json().map(JsonObject::toBytes).map(bytes -> bytes.length).orElse(0);
  }

  private static int read(ProviderStream opened, int atLeast, ToIntFunction<ChatChunk> sent) {
    int bytes = 0;
    int pieces = 0;
    try (ProviderStream stream = opened) {
      Step step = stream.next();
      while (step instanceof Next(ChatChunk chunk)) {
        bytes += sent.applyAsInt(chunk);
        pieces++;
        step = stream.next();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a benchmark", e);
    }
    if (pieces < atLeast) {
      throw new IllegalStateException("it was heard to say " + pieces + " pieces alone");
    }
    return bytes;
  }
}
