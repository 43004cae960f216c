package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.Yaml.Scalar;
import dev.mainstay.gateway.config.Yaml.Sequence;
import dev.mainstay.gateway.config.words.Seconds;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.provider.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;

/**
 * Turns YAML into the types that settings have. What does not fit is told to {@code problems}, and
 * is nothing.
 *
 * @param files whence the text of files that settings name is taken
 */
record Values(Problems problems, Environment environment, ConfigFiles files) {
  // YAML 1.1's, which LiteLLM reads.
  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "off");
  private static final Pattern KEY_WITHOUT_SPACE = Pattern.compile("\\w+:\\S");

  /** How a value is read. */
  @FunctionalInterface
  interface Reader<T> {
    /** The value of the key {@code name}, or nothing where it was told to the problems. */
    Optional<T> read(String name, Yaml value);
  }

  /** A text that is not blank. */
  Optional<Text> text(String name, Yaml value) {
    return anyText(name, value)
        .filter(text -> {
          boolean isBlank = text.value().isEmpty();
          if (isBlank) {
            problems.error(
                text.at(), name + " is empty" + origin(text) + "; fill it, or remove it");
          }
          return !isBlank;
        });
  }

  /** A name, which callers see and logs tell: a key pasted there by mistake is refused. */
  Optional<Text> name(String name, Yaml value) {
    return text(name, value)
        .filter(text -> {
          boolean isSecret = problems.secrets().isIn(text.value());
          if (isSecret) {
            problems.error(
                text.at(),
                name
                    + " looks like a key, and names are shown to everybody; was it pasted into the"
                    + " wrong line?");
          }
          return !isSecret;
        });
  }

  /** A text that may be blank. */
  Optional<Text> anyText(String name, Yaml value) {
    if (!(value instanceof Scalar(String text, boolean plain, Location at))) {
      problems.error(value.at(), name + " must be a single value, but is " + value.kind());
      return Optional.empty();
    }
    String stripped = text.strip();
    if (!Environment.isReference(stripped)) {
      return Optional.of(new Text(stripped, shown(stripped), at));
    }
    String variable = Environment.nameIn(stripped);
    if (variable.isEmpty()) {
      problems.error(at, name + " is 'os.environ/' without a variable's name; write it after that");
      return Optional.empty();
    }
    Optional<String> set = environment.variable(variable);
    if (set.isEmpty()) {
      problems.unset(
          at,
          name
              + " takes its value from the environment variable "
              + variable
              + ", which is not set; set it, or write the value here");
    }
    return set.map(found -> new Text(found.strip(), stripped, at));
  }

  /** A key: a text that no message shows. */
  Optional<Secret> secret(String name, Yaml value) {
    return text(name, value).flatMap(text -> secret(name, text));
  }

  /** A whole number from {@code least} to {@code most}. */
  Reader<Integer> whole(int least, int most) {
    String range = "a whole number, " + grouped(least) + " to " + grouped(most);
    return (name, value) ->
        number(name, value, range, n -> n == Math.rint(n) && n >= least && n <= most)
            .map(Double::intValue);
  }

  // As a Formatter has it, for which Java reads a thousand locales.
  private static String grouped(int number) {
    StringBuilder digits = new StringBuilder(Integer.toString(number));
    for (int at = digits.length() - 3; at > 0; at -= 3) {
      digits.insert(at, ',');
    }
    return digits.toString();
  }

  /** A whole number above 0. */
  Optional<Long> positive(String name, Yaml value) {
    return number(
            name, value, "a whole number above 0", n -> n == Math.rint(n) && n > 0 && n < 1e18)
        .map(Double::longValue);
  }

  /** A number of at least 0. */
  Optional<Double> share(String name, Yaml value) {
    return number(name, value, "a number of 0 or more", n -> n >= 0 && n < 1e18);
  }

  /** A number above 0. */
  Optional<Double> positiveShare(String name, Yaml value) {
    return number(name, value, "a number above 0", n -> n > 0 && n < 1e18);
  }

  /** Any number, as it is written. */
  Optional<BigDecimal> decimal(String name, Yaml value) {
    return text(name, value)
        .flatMap(text -> {
          if (Seconds.number(text.value()).isPresent()) {
            return Optional.of(new BigDecimal(text.value().replace("_", "")));
          }
          return refuse(name, text, ", which is not a number", "a number");
        });
  }

  /** A duration above zero, in seconds. */
  Optional<Duration> seconds(String name, Yaml value) {
    return number(name, value, Seconds.RANGE, n -> Seconds.of(n).isPresent()).flatMap(Seconds::of);
  }

  /** A duration of zero or more, in seconds. */
  Optional<Duration> secondsOrZero(String name, Yaml value) {
    return number(
            name,
            value,
            "a number of seconds from 0 to 1,000,000,000",
            n -> n == 0 || Seconds.of(n).isPresent())
        .map(n -> Seconds.of(n).orElse(Duration.ZERO));
  }

  /** True or false. */
  Optional<Boolean> flag(String name, Yaml value) {
    return text(name, value)
        .flatMap(text -> {
          Optional<Boolean> flag = flag(text.value());
          return flag.isPresent() ? flag : refuse(name, text, "", "true or false");
        });
  }

  /** A mapping. */
  Optional<Mapping> mapping(String name, Yaml value) {
    if (value instanceof Mapping mapping) {
      return Optional.of(mapping);
    }
    problems.error(
        value.at(),
        name + " must be a mapping ('key: value'), but is " + value.kind() + withoutSpace(value));
    return Optional.empty();
  }

  /** A list. */
  Optional<Sequence> list(String name, Yaml value) {
    if (value instanceof Sequence sequence) {
      return Optional.of(sequence);
    }
    problems.error(value.at(), name + " must be a list ('- value'), but is " + value.kind());
    return Optional.empty();
  }

  /** A list of texts; one text alone counts as a list of it. */
  Optional<List<Text>> texts(String name, Yaml value) {
    List<Yaml> items = value instanceof Sequence sequence ? sequence.items() : List.of(value);
    return Optional.of(items.stream().flatMap(item -> text(name, item).stream()).toList());
  }

  /** What the plain text of a boolean means. */
  static Optional<Boolean> flag(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (TRUE.contains(lower)) {
      return Optional.of(true);
    }
    return FALSE.contains(lower) ? Optional.of(false) : Optional.empty();
  }

  private Optional<Secret> secret(String name, Text text) {
    problems.secrets().add(text.value());
    Optional<String> mistake = Unreplaced.mistake(text.value());
    if (mistake.isPresent()) {
      problems.error(text.at(), name + origin(text) + " is " + mistake.get());
      return Optional.empty();
    }
    Unreplaced.doubt(text.value())
        .ifPresent(doubt -> problems.warning(text.at(), name + origin(text) + " is " + doubt));
    try {
      return Optional.of(Secret.of(text.value()));
    } catch (IllegalArgumentException e) {
      problems.error(text.at(), name + origin(text) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Double> number(
      String name, Yaml value, String range, DoublePredicate isInRange) {
    return text(name, value)
        .flatMap(text -> {
          OptionalDouble number = Seconds.number(text.value());
          if (number.isEmpty()) {
            return refuse(name, text, ", which is not a number", range);
          }
          return isInRange.test(number.getAsDouble())
              ? Optional.of(number.getAsDouble())
              : refuse(name, text, "", range);
        });
  }

  private <T> Optional<T> refuse(String name, Text text, String why, String remedy) {
    problems.error(text.at(), name + " is " + text.shown() + why + "; use " + remedy);
    return Optional.empty();
  }

  // What was to be a mapping is a text where no space stands behind the colon.
  private static String withoutSpace(Yaml value) {
    return value instanceof Scalar(String text, boolean plain, Location at)
            && plain
            && KEY_WITHOUT_SPACE.matcher(text).lookingAt()
        ? "; put a space after the colon"
        : "";
  }

  private static String shown(String text) {
    return Seconds.number(text).isPresent() ? Words.cut(text) : Words.quoted(text);
  }

  private static String origin(Text text) {
    return Environment.isReference(text.shown()) ? " (from " + text.shown() + ")" : "";
  }
}
