package dev.mainstay.temporal.sink;

import java.util.Objects;
import java.util.Optional;

/**
 * What a message's readers have.
 *
 * @param text the text since it last started over
 * @param reasoning the reasoning since then
 * @param takes how often it has started over
 * @param last the event that ended it, where it has ended
 */
public record SinkState(String text, String reasoning, int takes, Optional<SinkEvent> last) {
  /** Null is refused. */
  public SinkState {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(reasoning, "reasoning");
    Objects.requireNonNull(last, "last");
  }

  /** The state of a message that was told {@code events}. */
  public static SinkState after(Iterable<SinkEvent> events) {
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    int takes = 0;
    SinkEvent last = null;
    for (SinkEvent event : events) {
      switch (event) {
        case SinkEvent.Text said -> text.append(said.text());
        case SinkEvent.Reasoning thought -> reasoning.append(thought.text());
        case SinkEvent.Restarted restarted -> {
          text.setLength(0);
          reasoning.setLength(0);
          takes++;
        }
        case SinkEvent.Done done -> last = done;
        case SinkEvent.Failed failed -> last = failed;
      }
    }
    return new SinkState(text.toString(), reasoning.toString(), takes, Optional.ofNullable(last));
  }

  /** Whether its readers have nothing. */
  public boolean isEmpty() {
    return text.isEmpty() && reasoning.isEmpty();
  }
}
