package dev.mainstay.splice;

import java.text.Normalizer;
import java.util.List;
import java.util.random.RandomGenerator;

/** How a target answers that is asked to go on with a text by repeating an anchor first. */
public enum Teller {
  /** As asked. */
  REPEATS_ANCHOR(Outcome.EXACT) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      return asked.anchor();
    }
  },
  STARTS_WITH_WHITESPACE(Outcome.EXACT) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      return pick(List.of("\n", " ", "\n\n  ", "\t"), random) + asked.anchor();
    }
  },
  REPEATS_ANOTHER_TAIL(Outcome.AS_REFERENCE) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      String end = asked.end();
      int length = 1 + random.nextInt(end.codePointCount(0, end.length()));
      return end.substring(end.offsetByCodePoints(end.length(), -length));
    }
  },
  STARTS_OVER(Outcome.AS_REFERENCE) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      return asked.end();
    }
  },
  STARTS_OVER_IN_OTHER_FORMS(Outcome.AS_REFERENCE) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      return inOtherForms(asked.end(), random);
    }
  },
  CHANGES_QUOTES_DASHES_AND_WHITESPACE(Outcome.AS_REFERENCE) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      return inOtherForms(asked.anchor(), random);
    }
  },
  REOPENS_A_FENCE(Outcome.AS_REFERENCE) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      String mark = asked.delivered().contains("~~~~") ? "~~~~" : "```";
      return mark + pick(List.of("", "java", "python"), random) + "\n" + asked.anchor();
    }
  },
  SETS_ANCHOR_IN_MARKS(Outcome.FAILURE) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      return random.nextInt(4) == 0 ? "\u00ab " + asked.anchor() : opening(random) + asked.anchor();
    }

    @Override
    public String rest(Asked asked, String head, RandomGenerator random) {
      return head.startsWith("\u00ab ") ? " \u00bb" + asked.rest() : closing(head) + asked.rest();
    }
  },
  TALKS_FIRST(Outcome.FAILURE) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      return pick(
              List.of(
                  "Sure, here is the rest: ",
                  "Of course!\n\n",
                  "\u5f53\u7136\uff1a",
                  "**Continuing:** "),
              random)
          + asked.anchor();
    }
  },
  CONTRADICTS(Outcome.AS_REFERENCE) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      return changed(random.nextBoolean() ? asked.end() : asked.anchor(), random);
    }
  },
  GOES_ON_WITHOUT_REPEATING(Outcome.AS_REFERENCE) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      return "";
    }
  },
  REFUSES(Outcome.FAILURE) {
    @Override
    public String head(Asked asked, RandomGenerator random) {
      return "";
    }

    @Override
    public String rest(Asked asked, String head, RandomGenerator random) {
      return pick(
          List.of("", "\n", "I can't continue my previous message\u2026", "\ud83d\ude45"), random);
    }
  };

  /** What must become of it. */
  public enum Outcome {
    EXACT,
    AS_REFERENCE,
    FAILURE
  }

  /**
   * What was asked.
   *
   * @param rest what comes after the delivered text but for the whitespace it ends with, which
   *     {@code rest} begins with
   */
  public record Asked(String delivered, String anchor, String rest) {
    /** The delivered text without the whitespace around it. */
    String end() {
      String text = delivered.substring(Reference.leading(delivered));
      return text.substring(0, text.length() - Reference.trailing(text));
    }
  }

  public final Outcome outcome;

  Teller(Outcome outcome) {
    this.outcome = outcome;
  }

  /** What it says in place of the anchor. */
  public abstract String head(Asked asked, RandomGenerator random);

  /** What it says after that. */
  public String rest(Asked asked, String head, RandomGenerator random) {
    return asked.rest();
  }

  /** The same words told in other forms of quotes, dashes, spaces and accents. */
  public static String inOtherForms(String text, RandomGenerator random) {
    String told =
        switch (random.nextInt(4)) {
          case 0 -> Normalizer.normalize(text, Normalizer.Form.NFD);
          case 1 -> Normalizer.normalize(text, Normalizer.Form.NFC);
          case 2 ->
              text.replace('\u201c', '"')
                  .replace('\u201d', '"')
                  .replace('\u2019', '\'')
                  .replace('\u2014', '-');
          default -> text.replace('"', '\u201d').replace('\'', '\u2019').replace('-', '\u2013');
        };
    return random.nextBoolean()
        ? told
        : told.replaceAll("\\s+", random.nextBoolean() ? " " : "\n ");
  }

  private static String changed(String text, RandomGenerator random) {
    int count = text.codePointCount(0, text.length());
    int from = random.nextInt(count);
    int to = Math.min(count, from + random.nextInt(3));
    return text.substring(0, text.offsetByCodePoints(0, from))
        + pick(List.of("", "x", "no", "\u5982", " ", "\ud83d\ude00"), random)
        + text.substring(text.offsetByCodePoints(0, to));
  }

  private static String opening(RandomGenerator random) {
    return pick(List.of("\"", "\u201c", "'", "`", "**", "\u300c", "(", "\u00ab", "_"), random);
  }

  private static String closing(String head) {
    return switch (head.charAt(0)) {
      case '\u201c' -> "\u201d";
      case '\u300c' -> "\u300d";
      case '(' -> ")";
      case '\u00ab' -> "\u00bb";
      case '*' -> "**";
      default -> head.substring(0, 1);
    };
  }

  private static <T> T pick(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
