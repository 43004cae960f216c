package dev.mainstay.benchmarks;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What parsing costs, and passing a request on with another model. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonBenchmark {
  private final byte[] chunk = Samples.chunk();
  private final byte[] small = Samples.request(2_000);
  private final byte[] large = Samples.request(200_000);

  /** One chunk of a stream. */
  @Benchmark
  public JsonObject parseChunk() {
    return Json.parseObject(chunk);
  }

  /** A request of 2 KB, parsed and written with another model. */
  @Benchmark
  public byte[] passOn2Kb() {
    return Json.parseObject(small).with("model", "gpt-4o").toBytes();
  }

  /** A request of 200 KB, parsed and written with another model. */
  @Benchmark
  public byte[] passOn200Kb() {
    return Json.parseObject(large).with("model", "gpt-4o").toBytes();
  }
}
