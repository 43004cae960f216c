package dev.mainstay.program.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The earlier turns of a conversation: a component of a program's input record. Each turn is told
 * to the model as it went, ahead of the input. Immutable.
 *
 * <pre>{@code
 * record Turn(String question, History history) {}
 *
 * History next = history.with(turn, answer);
 * }</pre>
 *
 * @param turns the turns, the oldest first
 */
public record History(List<Turn> turns) {
  /**
   * One turn.
   *
   * @param input what the program was given; a history in it is left out
   * @param output what it answered
   */
  public record Turn(Record input, Record output) {
    /** Null is refused. */
    public Turn {
      Objects.requireNonNull(input, "input");
      Objects.requireNonNull(output, "output");
    }
  }

  /** A history; the list is copied. */
  public History {
    Objects.requireNonNull(turns, "turns");
    turns.forEach(turn -> Objects.requireNonNull(turn, "turn"));
    turns = List.copyOf(turns);
  }

  /** No earlier turn. */
  public static History empty() {
    return new History(List.of());
  }

  /** This history with a turn at its end. */
  public History with(Record input, Record output) {
    List<Turn> all = new ArrayList<>(turns);
    all.add(new Turn(input, output));
    return new History(all);
  }

  // The input of each turn holds the turns before it: told whole, every turn would double the text.
  @Override
  public String toString() {
    return "History[" + turns.size() + " turns]";
  }

  @Override
  public int hashCode() {
    return turns.stream().map(Turn::output).toList().hashCode();
  }
}
