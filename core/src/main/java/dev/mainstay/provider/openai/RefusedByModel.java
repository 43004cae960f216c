package dev.mainstay.provider.openai;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.Parameters;
import dev.mainstay.provider.wire.UnsupportedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What models refuse of the parameters that their vendor takes, as reasoning models do those of
 * sampling, from the table {@code refused.tsv} beside this class.
 */
final class RefusedByModel {
  private static final String TABLE = "refused.tsv";
  private static final String NONE = "-";
  private static final int COLUMNS = 8;
  private static final List<Row> ROWS = read();
  private static final Set<String> NAMES =
      ROWS.stream().flatMap(Row::names).collect(Collectors.toUnmodifiableSet());

  private RefusedByModel() {}

  private record Row(
      Set<String> vendors,
      Pattern model,
      Set<String> refused,
      Set<String> refusedWithEffort,
      Set<String> dropped,
      Set<String> droppedWithEffort) {

    Stream<String> names() {
      return Stream.of(refused, refusedWithEffort, dropped, droppedWithEffort).flatMap(Set::stream);
    }

    boolean isOf(Vendor vendor, String model) {
      return vendors.contains(vendor.name())
          && this.model.matcher(model.substring(model.lastIndexOf('/') + 1)).matches();
    }

    Set<String> refused(JsonObject request) {
      return asksForEffort(request) ? both(refused, refusedWithEffort) : refused;
    }

    Set<String> dropped(JsonObject request) {
      return asksForEffort(request) ? both(dropped, droppedWithEffort) : dropped;
    }
  }

  /**
   * Why {@code request} is not sent, if its model refuses one of its parameters and {@code policy}
   * does not drop it. That is known of the vendor's own servers alone.
   */
  static Optional<Failure> refusal(
      Vendor vendor, Deployment deployment, JsonObject request, ParameterPolicy policy) {
    if (policy.dropsUnsupported() || !vendor.isOwn(deployment)) {
      return Optional.empty();
    }
    String model = deployment.model();
    return row(vendor, model, request).map(row -> row.refused(request)).orElse(Set.of()).stream()
        .filter(name -> !policy.allowed().contains(name) && !policy.dropped().contains(name))
        .filter(name -> Parameters.isAsked(name, request))
        .sorted()
        .findFirst()
        .map(name -> UnsupportedException.ofModel(vendor.name(), model, name).failure());
  }

  /**
   * {@code request} without what its model refuses, where {@code policy} drops that: else only
   * without what asks for nothing.
   */
  static JsonObject drop(
      Vendor vendor, Deployment deployment, JsonObject request, ParameterPolicy policy) {
    if (!policy.dropsUnsupported() && !vendor.isOwn(deployment)) {
      return request;
    }
    Optional<Row> row = row(vendor, deployment.model(), request);
    if (row.isEmpty()) {
      return request;
    }
    Set<String> refused = new HashSet<>(row.get().refused(request));
    if (policy.dropsUnsupported()) {
      refused.addAll(row.get().dropped(request));
    }
    refused.removeAll(policy.allowed());
    return request.without(refused);
  }

  // Most requests have none of what any model refuses, and no row is looked for.
  private static Optional<Row> row(Vendor vendor, String model, JsonObject request) {
    if (request.names().stream().noneMatch(NAMES::contains)) {
      return Optional.empty();
    }
    return ROWS.stream().filter(row -> row.isOf(vendor, model)).findFirst();
  }

  private static boolean asksForEffort(JsonObject request) {
    return request.text("reasoning_effort").filter(effort -> !effort.equals("none")).isPresent();
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  private static List<Row> read() {
    try (InputStream in = RefusedByModel.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> row(List.of(line.split("\t"))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(List<String> line) {
    if (line.size() != COLUMNS) {
      throw new IllegalStateException(
          TABLE + " has a line of " + line.size() + " columns: " + line);
    }
    return new Row(
        Set.of(line.get(0).split(",")),
        Pattern.compile(line.get(1), Pattern.DOTALL),
        names(line.get(2)),
        names(line.get(3)),
        names(line.get(4)),
        names(line.get(5)));
  }

  private static Set<String> names(String words) {
    return words.equals(NONE) ? Set.of() : Set.of(words.split(" "));
  }
}
