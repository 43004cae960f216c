package dev.mainstay.benchmarks;

import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
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

/** What reading one server-sent event costs, of a stream of 1,000. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SseReaderBenchmark {
  private static final int EVENTS = 1000;

  private final byte[] stream = Samples.stream(EVENTS);

  /** Framing alone. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int read() throws IOException {
    SseReader reader = new SseReader(new ByteArrayInputStream(stream));
    int bytes = 0;
    Optional<SseEvent> event = reader.next();
    while (event.isPresent()) {
      bytes += event.get().data().length;
      event = reader.next();
    }
    return bytes;
  }
}
