package dev.mainstay.continuation;

import dev.mainstay.splice.Reference;
import dev.mainstay.splice.Teller;
import dev.mainstay.text.Marks;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How a target may answer that is asked to go on, and whether the rules of SEMANTICS 6.5 prove its
 * joint where nothing else can be meant.
 */
enum Reply {
  REPEATS_WHAT_WAS_ASKED(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return broken.asked();
    }
  },
  REPEATS_IT_AFTER_WHITESPACE(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return pick(WHITESPACE, random) + broken.asked();
    }
  },
  STARTS_OVER(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return broken.trimmed();
    }
  },
  STARTS_OVER_AFTER_WHITESPACE(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return pick(WHITESPACE, random) + broken.trimmed();
    }
  },
  STARTS_OVER_IN_OTHER_FORMS(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return inOtherForms(broken.trimmed(), random);
    }
  },
  REPEATS_IT_IN_OTHER_FORMS(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return inOtherForms(broken.asked(), random);
    }
  },
  REPEATS_A_TAIL(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return broken.tail(Told.AS_IT_IS, random);
    }
  },
  REPEATS_A_TAIL_WITH_THE_WHITESPACE_BEFORE_IT(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return broken.tail(Told.WITH_THE_WHITESPACE_BEFORE_IT, random);
    }
  },
  REPEATS_A_TAIL_AFTER_WHITESPACE(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return pick(WHITESPACE, random) + broken.tail(Told.FORGIVEN, random);
    }
  },
  REPEATS_A_TAIL_IN_OTHER_FORMS(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return inOtherForms(broken.tail(Told.FORGIVEN, random), random);
    }
  },
  REOPENS_THE_FENCE(true) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      String words =
          switch (random.nextInt(3)) {
            case 0 -> broken.trimmed();
            case 1 -> broken.tail(Told.FORGIVEN, random);
            default -> broken.asked();
          };
      return broken.fence() + pick(List.of("", "python", " java"), random) + "\n" + words;
    }

    @Override
    boolean isFor(Broken broken) {
      return !broken.fence().isEmpty();
    }
  },
  TALKS_FIRST(false) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return pick(List.of("Sure! Here is the rest:\n\n", "\u597d\u7684\uff1a", "Rest: "), random)
          + broken.asked();
    }
  },
  SETS_IT_IN_MARKS(false) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return pick(OPENING, random) + broken.asked();
    }

    @Override
    String rest(Broken broken, String head, RandomGenerator random) {
      return CLOSING.get(OPENING.indexOf(head.substring(0, 1))) + broken.rest();
    }

    @Override
    boolean isFor(Broken broken) {
      return broken.isAnchored();
    }
  },
  STARTS_OVER_WITH_A_DIFFERENCE(false) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return different(broken.trimmed(), random);
    }
  },
  REPEATS_IT_WITH_A_DIFFERENCE(false) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return different(broken.asked(), random);
    }
  },
  TELLS_ANOTHER_STORY(false) {
    @Override
    String head(Broken broken, RandomGenerator random) {
      return pick(
          List.of("Quite another story. ", "Zwei Wochen sp\u00e4ter ", "\u7b2c\u4e8c\u7ae0\u3002"),
          random);
    }
  };

  private static final List<String> WHITESPACE = List.of(" ", "\n", "\n\n", "\t", "\u00a0", "  ");
  private static final List<String> OPENING =
      List.of("\"", "\u201c", "'", "`", "*", "_", "(", "[", "<", "\u300c", "\uff08", "\u00ab");
  private static final List<String> CLOSING =
      List.of("\"", "\u201d", "'", "`", "*", "_", ")", "]", ">", "\u300d", "\uff09", "\u00bb");

  /** Whether the rules prove that it goes on where it may be read in one way only. */
  final boolean provable;

  Reply(boolean provable) {
    this.provable = provable;
  }

  /** What it begins with. */
  abstract String head(Broken broken, RandomGenerator random);

  /** What comes after that. */
  String rest(Broken broken, String head, RandomGenerator random) {
    return broken.rest();
  }

  boolean isFor(Broken broken) {
    return true;
  }

  /**
   * A story that broke.
   *
   * @param asked what the target was asked to begin with: an anchor, or all of it
   * @param rest the story from the end of what was delivered on, with the whitespace at that end
   */
  record Broken(String delivered, String asked, boolean isAnchored, String rest) {

    String trimmed() {
      String text = delivered.substring(Reference.leading(delivered));
      return text.substring(0, text.length() - Reference.trailing(text));
    }

    /** The marks of the code fence that it broke in; empty where it broke in none. */
    String fence() {
      return Reference.openFence(delivered);
    }

    /** An end that may be dropped by the rules if it is told so, or what was asked. */
    String tail(Told told, RandomGenerator random) {
      String text = trimmed();
      if (!isAnchored || text.length() < 13) {
        return asked;
      }
      boolean anywhere = random.nextInt(4) == 0;
      int from = 1 + random.nextInt(text.length() - 12);
      for (int at = from; at < text.length() - 11; at++) {
        if (isWhite(text, at - 1) ? !isWhite(text, at) : anywhere && isCharacter(text, at)) {
          return told.end(text, at).orElse(asked);
        }
      }
      return asked;
    }

    private static boolean isCharacter(String text, int at) {
      return !Character.isLowSurrogate(text.charAt(at)) && !isWhite(text, at);
    }

    private static boolean isWhite(String text, int at) {
      return Reference.leading(text.substring(at, at + 1)) == 1;
    }
  }

  /** How an end is told, and so how it must occur once to be known. */
  private enum Told {
    AS_IT_IS,
    WITH_THE_WHITESPACE_BEFORE_IT,
    FORGIVEN;

    Optional<String> end(String text, int at) {
      int white = this == WITH_THE_WHITESPACE_BEFORE_IT && Broken.isWhite(text, at - 1) ? 1 : 0;
      String words = text.substring(at);
      int length = words.codePointCount(0, words.length());
      boolean isExact =
          this != FORGIVEN && occursOnce(text.substring(at - white), text) && length + white >= 12;
      boolean isFolded = occursOnce(Reference.fold(words), Reference.fold(text)) && length >= 12;
      return Optional.of(text.substring(at - white))
          .filter(end -> isExact || isFolded)
          .filter(end -> !Marks.isQuotationMark(words.codePointAt(0)));
    }

    private static boolean occursOnce(String end, String text) {
      return text.indexOf(end) == text.length() - end.length();
    }
  }

  // Not longer by more than the rules allow to be held: a space becomes one character.
  private static String inOtherForms(String text, RandomGenerator random) {
    String told = Teller.inOtherForms(text, random).replace("\n ", "\n");
    return told.length() > text.length() + 32 ? text : told;
  }

  private static String different(String text, RandomGenerator random) {
    int count = text.codePointCount(0, text.length());
    int at = text.offsetByCodePoints(0, random.nextInt(count));
    int next = text.offsetByCodePoints(at, 1);
    String other = text.codePointAt(at) == 'q' ? "z" : "q";
    return text.substring(0, at) + other + text.substring(random.nextBoolean() ? at : next);
  }

  private static <T> T pick(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
