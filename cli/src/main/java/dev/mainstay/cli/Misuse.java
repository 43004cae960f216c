package dev.mainstay.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that cannot be understood, in words. */
final class Misuse {
  private final ParameterException cause;
  private final String command;

  Misuse(ParameterException cause) {
    this.cause = unknownOption(cause).orElse(cause);
    this.command = cause.getCommandLine().getCommandSpec().qualifiedName();
  }

  // Picocli tells what is missing first, which may be what a mistyped option was to give.
  private static Optional<ParameterException> unknownOption(ParameterException cause) {
    List<String> options =
        cause.getCommandLine().getUnmatchedArguments().stream()
            .filter(word -> word.startsWith("-"))
            .toList();
    return options.isEmpty()
        ? Optional.empty()
        : Optional.of(new UnmatchedArgumentException(cause.getCommandLine(), options));
  }

  String mistake() {
    if (!(cause instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(cause.getMessage());
    }
    List<String> words = unmatched.getUnmatched();
    String first = words.getFirst();
    if (first.startsWith("-")) {
      return "'" + command + "' has no option '" + first + "'";
    }
    return isOfMainstay()
        ? "'" + first + "' is not a command"
        : "'" + String.join(" ", words) + "' is too much: put a text of several words in quotes";
  }

  String remedy() {
    return meant().orElse("'" + command + " --help' shows how it is used");
  }

  private boolean isOfMainstay() {
    return cause.getCommandLine().getParent() == null;
  }

  // Picocli suggests something for every word; what begins otherwise was hardly meant.
  private Optional<String> meant() {
    if (!(cause instanceof UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    String given = unmatched.getUnmatched().getFirst();
    int head = given.startsWith("--") ? 3 : 1;
    return unmatched.getSuggestions().stream()
        .filter(word -> given.length() >= head && word.startsWith(given.substring(0, head)))
        .findFirst()
        .map(word -> "did you mean '" + word + "'?");
  }
}
