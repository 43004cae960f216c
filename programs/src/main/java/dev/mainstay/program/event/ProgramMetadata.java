package dev.mainstay.program.event;

import dev.mainstay.model.Usage;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

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
    return calls.stream()
        .flatMap(call -> call.usage().stream())
        .reduce(Usage::plus)
        .orElse(Usage.of(0, 0));
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
