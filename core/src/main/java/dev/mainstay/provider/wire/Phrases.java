package dev.mainstay.provider.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds phrases in foreign text, which may be made to cost as much as it can: each character is
 * read once, however many phrases there are and whatever the text is made of.
 *
 * <p>A phrase is made of lower-case words; a text is looked at as {@link Folding} folds it. In a
 * phrase {@code #} stands for any number, {@code …} for at most {@value #MOST_BETWEEN} characters
 * between what is before and after it, {@code ^} for the text's beginning; {@code (a|b)} is either,
 * and a {@code *} at an end of a part lets a word go on there.
 */
final class Phrases {
  // About as long as a provider's name for a model is.
  private static final int MOST_BETWEEN = 100;
  private static final char ANY_PLACE = '*';
  private static final int NEVER = -1;

  private final Node root = new Node(null);
  private final List<Part> parts = new ArrayList<>();

  private Phrases(List<? extends List<String>> groups) {
    for (int group = 0; group < groups.size(); group++) {
      for (String phrase : groups.get(group)) {
        addEither(phrase, group);
      }
    }
    link();
  }

  /** Those of each group. */
  static Phrases of(List<? extends List<String>> groups) {
    return new Phrases(groups);
  }

  /** The groups of which some phrase is in {@code text}. */
  BitSet in(CharSequence text) {
    Search search = new Search();
    Folding.fold(text, search::take);
    return search.found;
  }

  private void addEither(String phrase, int group) {
    int open = phrase.indexOf('(');
    if (open < 0) {
      add(phrase, group);
      return;
    }
    int close = phrase.indexOf(')', open);
    for (String either : phrase.substring(open + 1, close).split("\\|", -1)) {
      addEither(phrase.substring(0, open) + either + phrase.substring(close + 1), group);
    }
  }

  private void add(String phrase, int group) {
    int previous = NEVER;
    String[] words = phrase.split("…");
    for (int i = 0; i < words.length; i++) {
      boolean isLast = i == words.length - 1;
      String word = bounded(words[i].strip());
      Part part = new Part(parts.size(), previous, word.length(), isLast ? group : NEVER);
      node(word).ends.add(part);
      parts.add(part);
      previous = part.index;
    }
  }

  private static String bounded(String part) {
    String open = part.charAt(0) == ANY_PLACE ? part.substring(1) : Folding.SPACE + part;
    int last = open.length() - 1;
    return open.charAt(last) == ANY_PLACE ? open.substring(0, last) : open + Folding.SPACE;
  }

  private Node node(String word) {
    Node node = root;
    for (int i = 0; i < word.length(); i++) {
      node = node.next.computeIfAbsent(word.charAt(i), c -> new Node(root));
    }
    return node;
  }

  // Aho and Corasick's automaton: what else a text may be in the middle of, where it fails to go
  // on.
  private void link() {
    Deque<Node> level = new ArrayDeque<>(root.next.values());
    while (!level.isEmpty()) {
      Node node = level.remove();
      node.next.forEach((c, child) -> {
        child.failed = node.failed().after(c);
        child.ends.addAll(child.failed().ends);
        level.add(child);
      });
    }
  }

  /**
   * A part of a phrase.
   *
   * @param previous the part that comes before it, or {@link #NEVER}
   * @param group what is found with it, or {@link #NEVER} where more must follow
   */
  private record Part(int index, int previous, int length, int group) {}

  private static final class Node {
    private final Map<Character, Node> next = new HashMap<>();
    private final List<Part> ends = new ArrayList<>();
    private @Nullable Node failed;

    Node(@Nullable Node failed) {
      this.failed = failed;
    }

    Node failed() {
      return failed == null ? this : failed;
    }

    /** Where {@code c} leads from here: steps back no further than earlier characters led on. */
    Node after(char c) {
      Node from = this;
      Node to = from.next.get(c);
      while (to == null && from.failed != null) {
        from = from.failed();
        to = from.next.get(c);
      }
      return to == null ? from : to;
    }
  }

  /** One look at one text. */
  private final class Search {
    private final BitSet found = new BitSet();
    private final int[] seen = new int[parts.size()];
    private Node node = root;
    private int position;

    Search() {
      Arrays.fill(seen, NEVER);
    }

    void take(char c) {
      node = node.after(c);
      position++;
      for (Part part : node.ends) {
        if (follows(part)) {
          seen[part.index] = position;
          if (part.group != NEVER) {
            found.set(part.group);
          }
        }
      }
    }

    // Two parts may share the space between their words.
    private boolean follows(Part part) {
      if (part.previous == NEVER) {
        return true;
      }
      int before = seen[part.previous];
      int start = position - part.length;
      return before != NEVER && start >= before - 1 && start - before <= MOST_BETWEEN;
    }
  }
}
