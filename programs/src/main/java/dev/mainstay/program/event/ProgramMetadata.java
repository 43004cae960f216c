package dev.mainstay.program.event;

import dev.mainstay.model.Usage;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The story of one call of a program.
 *
 * @param calls the answers of models that it took, in the order in which they ended; those that
 *     could not be read included
 */
public record ProgramMetadata(List<ProgramCall> calls) {
  /** Metadata; the list is copied. */
  public ProgramMetadata {
    calls = List.copyOf(calls);
  }

  /** The part of the program at {@code path} and of those that it called. */
  public ProgramMetadata at(String path) {
    Objects.requireNonNull(path, "path");
    return path.isEmpty()
        ? this
        : new ProgramMetadata(calls.stream().filter(call -> isAt(path, call.path())).toList());
  }

  private static boolean isAt(String path, String called) {
    return called.equals(path) || called.startsWith(path + "/");
  }

  /** How often a deployment was asked, those that failed included. */
  public int attempts() {
    return calls.stream().mapToInt(call -> call.call().attempts().size()).sum();
  }

  /** What was mended or dropped in any answer. */
  public List<String> mended() {
    return calls.stream().flatMap(call -> call.mended().stream()).toList();
  }

  /** The tokens used in all, as far as they were told. */
  public Usage usage() {
    return new Usage(
        sum(Usage::promptTokens),
        sum(Usage::completionTokens),
        sum(Usage::totalTokens),
        OptionalLong.of(sum(usage -> usage.cachedTokens().orElse(0))),
        OptionalLong.of(sum(usage -> usage.reasoningTokens().orElse(0))),
        told(Usage::cacheWriteTokens),
        told(Usage::hourCacheWriteTokens));
  }

  private long sum(ToLongFunction<Usage> tokens) {
    return usages().mapToLong(tokens).sum();
  }

  private OptionalLong told(Function<Usage, OptionalLong> tokens) {
    return usages()
        .map(tokens)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .reduce(Long::sum);
  }

  private Stream<Usage> usages() {
    return calls.stream().flatMap(call -> call.usage().stream());
  }

  /**
   * What it cost in US dollars: of the calls that brought something. Nothing where that is not
   * known of one of them, or where all calls failed without bringing anything.
   */
  public OptionalDouble cost() {
    List<ProgramCall> paid = calls.stream().filter(ProgramMetadata::hasBrought).toList();
    boolean isKnown = paid.stream().allMatch(call -> call.call().cost().isPresent());
    return isKnown && paid.isEmpty() == calls.isEmpty()
        ? OptionalDouble.of(paid.stream().mapToDouble(call -> call.call().cost().orElse(0)).sum())
        : OptionalDouble.empty();
  }

  private static boolean hasBrought(ProgramCall call) {
    return call.usage().isPresent() || call.call().deployment().isPresent();
  }
}
