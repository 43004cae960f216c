package dev.mainstay.provider.wire;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a message tells of an error where no code does. */
final class ErrorTexts {
  /** The status of an error inside a 200 that tells none. */
  static final int UNKNOWN = ErrorPhrases.UNKNOWN;

  private static final int RULES = ErrorPhrases.RULES.size();
  private static final int PER_DAY = RULES;
  private static final int TOO_LARGE = RULES + 1;
  private static final int OF_THE_MODEL = RULES + 2;
  private static final int OF_THE_CALLER = RULES + 3;
  private static final Phrases PHRASES = Phrases.of(groups());

  private final CharSequence text;
  private final BitSet found;

  private ErrorTexts(CharSequence text) {
    this.text = text;
    this.found = PHRASES.in(text);
  }

  /** What {@code text} tells; it is read at most twice, each time from its beginning to its end. */
  static ErrorTexts of(CharSequence text) {
    return new ErrorTexts(text);
  }

  /** What it says that an error of {@code status} is. */
  Optional<ErrorKind> kind(int status) {
    return IntStream.range(0, RULES)
        .filter(found::get)
        .mapToObj(ErrorPhrases.RULES::get)
        .filter(rule -> rule.statuses().contains(status))
        .map(ErrorPhrases.Rule::kind)
        .findFirst();
  }

  /** Which limit it is that it says is reached. */
  ErrorKind limit(int status) {
    if (found.get(TOO_LARGE) || StatedLimit.isExceededIn(text)) {
      return ErrorKind.REQUEST_TOO_LARGE;
    }
    return found.get(PER_DAY)
        ? ErrorKind.QUOTA_EXCEEDED
        : kind(status).filter(ErrorKind.QUOTA_EXCEEDED::equals).orElse(ErrorKind.RATE_LIMITED);
  }

  /** Whether it is about something the caller brought, rather than the model or the account. */
  boolean isAboutCallersOwn() {
    return found.get(OF_THE_CALLER) && !found.get(OF_THE_MODEL);
  }

  private static List<List<String>> groups() {
    List<List<String>> groups = new ArrayList<>();
    ErrorPhrases.RULES.forEach(rule -> groups.add(rule.phrases()));
    groups.add(ErrorPhrases.PER_DAY);
    groups.add(ErrorPhrases.TOO_LARGE);
    groups.add(ErrorPhrases.OF_THE_MODEL);
    groups.add(ErrorPhrases.OF_THE_CALLER);
    return groups;
  }
}
