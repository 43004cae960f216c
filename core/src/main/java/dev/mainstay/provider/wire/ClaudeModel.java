package dev.mainstay.provider.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a model tells: its family's version, and what follows from that. Names come with
 * dates, regions and versions of other clouds around them, as in {@code
 * us.anthropic.claude-sonnet-4-5-20250929-v1:0}.
 *
 * @param name the model's name
 * @param version the version times ten, as in 45; 0 where the name tells none
 */
public record ClaudeModel(String name, int version) {
  // A date of eight digits is not a version.
  private static final Pattern VERSION =
      Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");

  private static final int FIRST_TO_THINK = 37;
  private static final int LAST_WITH_PREFILL = 45;
  private static final int FIRST_OF_ONE_SAMPLING = 41;
  private static final int LAST_OF_THE_OLD = 46;
  private static final int FIRST_WITH_LATE_INSTRUCTIONS = 48;
  private static final int FIRST_TO_THINK_UNASKED = 50;

  /** The model of this name, in which its cloud's own words may be. */
  public static ClaudeModel of(String name) {
    Matcher found = VERSION.matcher(name);
    if (!found.find()) {
      return new ClaudeModel(name, 0);
    }
    int minor = Optional.ofNullable(found.group(2)).map(Integer::parseInt).orElse(0);
    return new ClaudeModel(name, Integer.parseInt(found.group(1)) * 10 + minor);
  }

  /**
   * Whether it goes on with a last message of the assistant's: those up to 4.5 do, later ones
   * refuse it.
   * https://docs.claude.com/en/docs/build-with-claude/prompt-engineering/prefill-claudes-response
   */
  public boolean takesPrefill() {
    return version > 0 && version <= LAST_WITH_PREFILL;
  }

  /**
   * Whether it can think: those from 3.7 on can, and a name that tells no version may mean one.
   * https://docs.claude.com/en/docs/build-with-claude/extended-thinking
   */
  public boolean thinks() {
    return version == 0 || version >= FIRST_TO_THINK;
  }

  /**
   * Whether it decides itself how long to think, by an effort instead of a budget: those from 4.6
   * on. https://docs.claude.com/en/docs/build-with-claude/adaptive-thinking
   */
  public boolean thinksAdaptively() {
    return !takesPrefill();
  }

  /**
   * Whether it may be sampled otherwise than it is by default: those up to 4.6 may, later ones
   * refuse every such value.
   * https://platform.claude.com/docs/en/about-claude/models/migration-guide
   */
  public boolean takesSampling() {
    return version <= LAST_OF_THE_OLD;
  }

  /**
   * Whether it takes a {@code temperature} and a {@code top_p} in one request: those from 4.1 on
   * refuse it. https://platform.claude.com/docs/en/about-claude/models/migration-guide
   */
  public boolean takesTemperatureBesideTopP() {
    return version < FIRST_OF_ONE_SAMPLING;
  }

  /**
   * Whether it keeps its thoughts to itself unless it is asked to show them: those from 4.7 on do.
   * https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking
   */
  public boolean hidesThoughts() {
    return version > LAST_OF_THE_OLD;
  }

  /**
   * Whether it can be told how many tokens to think: those up to 4.6 can, later ones refuse it.
   * https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking
   */
  public boolean takesBudget() {
    return version <= LAST_OF_THE_OLD;
  }

  /**
   * Whether it has an effort between high and the most: those from 4.7 on have.
   * https://platform.claude.com/docs/en/build-with-claude/effort
   */
  public boolean takesExtraHigh() {
    return version > LAST_OF_THE_OLD;
  }

  /**
   * Whether it has an effort at all: those from 4.6 on, and Opus 4.5.
   * https://platform.claude.com/docs/en/build-with-claude/effort
   */
  public boolean takesEffort() {
    return thinksAdaptively() || (version == LAST_WITH_PREFILL && is("opus"));
  }

  /**
   * Whether it can be made to call a tool: Fable and Mythos 5.1, and Opus and Sonnet 5.5 refuse
   * that. https://platform.claude.com/docs/en/models/opus-5-5/whats-new-opus-5-5
   */
  public boolean takesForcedTool() {
    return switch (version) {
      case 51 -> !is("fable") && !is("mythos");
      case 55 -> !is("opus") && !is("sonnet");
      default -> true;
    };
  }

  /**
   * Whether it takes instructions in mid-conversation, as messages of the role {@code system}:
   * those from 4.8 on do, but for Sonnet 5.
   * https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
   */
  public boolean takesLateInstructions() {
    return version >= FIRST_WITH_LATE_INSTRUCTIONS
        && !(version == FIRST_TO_THINK_UNASKED && is("sonnet"));
  }

  /** Whether it thinks unless it is kept from it: those from 5 on do. */
  public boolean thinksUnasked() {
    return version >= FIRST_TO_THINK_UNASKED;
  }

  /**
   * The type of {@code thinking} that keeps it from thinking: none where it does not think unasked,
   * and none where nothing stops it (Fable, Mythos, Opus 5.5).
   * https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide
   */
  public Optional<String> wordForNoThoughts() {
    return Optional.ofNullable(
        switch (version) {
          case 50 -> is("sonnet") || is("opus") ? "disabled" : null;
          case 55 -> is("haiku") ? "disabled" : is("sonnet") ? "between_tools" : null;
          default -> null;
        });
  }

  private boolean is(String family) {
    return name.contains(family);
  }

  /**
   * The most tokens it may write, which {@code max_tokens} is where nobody sets it: the API demands
   * the field. https://docs.claude.com/en/docs/about-claude/models/overview
   */
  public int outputLimit() {
    if (version == 0) {
      return 8_192;
    }
    if (version < 35) {
      return 4_096;
    }
    if (version < FIRST_TO_THINK) {
      return 8_192;
    }
    boolean isEarlyOpus = name.contains("opus") && version < LAST_WITH_PREFILL;
    return isEarlyOpus ? 32_000 : 64_000;
  }
}
