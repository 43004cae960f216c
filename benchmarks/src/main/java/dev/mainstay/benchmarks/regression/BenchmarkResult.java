package dev.mainstay.benchmarks.regression;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What JMH measured of one benchmark.
 *
 * @param name the benchmark, with its parameters
 * @param isTime whether it is the time of an operation, which is better when it is less
 * @param value what was measured
 * @param least the lower end of its 99.9 % interval; the value itself where there is none
 * @param most the upper one
 * @param unit as JMH has it
 * @param bytes how many bytes an operation allocated; not a number where that was not measured
 */
record BenchmarkResult(
    String name,
    boolean isTime,
    double value,
    double least,
    double most,
    String unit,
    double bytes) {

  /**
   * All that {@code file}, of JMH's format {@code json}, tells.
   *
   * @throws IOException if it cannot be read
   */
  static List<BenchmarkResult> read(String file) throws IOException {
    return parse(Files.readAllBytes(Path.of(file)));
  }

  /** All that a file of JMH's format {@code json} tells. */
  static List<BenchmarkResult> parse(byte[] file) {
    List<BenchmarkResult> all = new ArrayList<>();
    if (Json.parse(file) instanceof JsonArray results) {
      results.objects().map(BenchmarkResult::of).forEach(all::add);
    }
    return all;
  }

  private static BenchmarkResult of(JsonObject result) {
    JsonObject metric = result.object("primaryMetric").orElse(JsonObject.empty());
    double value = number(metric.get("score"));
    double error = number(metric.get("scoreError"));
    double margin = Double.isNaN(error) ? 0 : error;
    double bytes =
        result
            .object("secondaryMetrics")
            .flatMap(metrics -> metrics.object("gc.alloc.rate.norm"))
            .map(allocated -> number(allocated.get("score")))
            .orElse(Double.NaN);
    return new BenchmarkResult(
        name(result),
        !result.text("mode").orElse("").equals("thrpt"),
        value,
        value - margin,
        value + margin,
        metric.text("scoreUnit").orElse(""),
        bytes);
  }

  private static String name(JsonObject result) {
    String benchmark =
        result.text("benchmark").orElse("").replaceFirst("^dev\\.mainstay\\.benchmarks\\.", "");
    JsonObject params = result.object("params").orElse(JsonObject.empty());
    return params.isEmpty()
        ? benchmark
        : params.names().stream()
            .map(name -> name + " " + params.text(name).orElse(""))
            .collect(Collectors.joining(", ", benchmark + " (", ")"));
  }

  // JMH writes "NaN" where there is no number.
  private static double number(Optional<JsonValue> value) {
    return switch (value.orElse(new JsonString("NaN"))) {
      case JsonNumber number -> Double.parseDouble(number.toString());
      default -> Double.NaN;
    };
  }
}
