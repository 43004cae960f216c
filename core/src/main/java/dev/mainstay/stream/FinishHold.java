package dev.mainstay.stream;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Holds back a stream's finish reasons until its end, so that each choice's goes out once, the
 * last: some servers put {@code stop} on every chunk, and one whose stream breaks after that has
 * told a lie.
 *
 * <p>A chunk that ends a choice and says nothing is held as it came, and so is what comes after the
 * last end, the usage above all. Of a chunk that also says something that goes out at once, with
 * {@code finish_reason: null}, and the reason is held by itself. Not thread-safe.
 */
public final class FinishHold implements Stage {
  // Behind an end come the usage and [DONE]; who sends much more has not ended.
  private static final int MOST_HELD = 16;

  // Whoever ends choices that nobody asked for is not waited for with each.
  private static final int MOST_CHOICES = 1_024;

  private final int most;
  private final SemanticEnd end;
  private final List<Held> held = new ArrayList<>();

  /** A hold for the answer whose end is {@code end}, which hears each chunk before it. */
  public FinishHold(SemanticEnd end) {
    this.end = end;
    this.most = MOST_HELD + Math.min(end.choices(), MOST_CHOICES);
  }

  @Override
  public List<ChatChunk> add(ChatChunk chunk) {
    Set<Integer> ended = Events.ended(chunk);
    if (held.isEmpty() && ended.isEmpty()) {
      return List.of(chunk);
    }
    List<ChatChunk> out = revoke(Events.spoken(chunk));
    if (ended.isEmpty()) {
      pass(chunk, out);
    } else if (held.size() >= most) {
      out.add(chunk);
    } else if (chunk.hasOutput()) {
      out.add(Events.without(chunk, ended));
      held.add(new Held(Events.only(chunk, ended), ended, true));
    } else {
      held.add(new Held(chunk, ended, false));
    }
    return out;
  }

  @Override
  public List<ChatChunk> release() {
    List<ChatChunk> all = held.stream().map(Held::chunk).toList();
    held.clear();
    return all;
  }

  private void pass(ChatChunk chunk, List<ChatChunk> out) {
    if (!chunk.hasOutput() && end.isTold() && hasRoomFor(chunk)) {
      held.add(new Held(chunk, Set.of(), false));
    } else {
      out.add(chunk);
    }
  }

  private boolean hasRoomFor(ChatChunk chunk) {
    Bulk bulk = new Bulk();
    bulk.add(chunk);
    held.forEach(waiting -> bulk.add(waiting.chunk));
    return held.size() < MOST_HELD && !bulk.isTooMuch();
  }

  // What ends nothing any more is a chunk like any other.
  private List<ChatChunk> revoke(Set<Integer> choices) {
    List<ChatChunk> out = new ArrayList<>();
    if (choices.isEmpty()) {
      return out;
    }
    held.replaceAll(waiting -> waiting.without(choices));
    for (Iterator<Held> all = held.iterator(); all.hasNext(); ) {
      Held waiting = all.next();
      if (waiting.ended.isEmpty()) {
        all.remove();
        if (!waiting.isRest) {
          out.add(waiting.chunk);
        }
      }
    }
    return out;
  }

  /**
   * A chunk held back.
   *
   * @param ended the choices whose end it is
   * @param isRest whether all else that it said has gone out
   */
  private record Held(ChatChunk chunk, Set<Integer> ended, boolean isRest) {
    Held without(Set<Integer> choices) {
      Set<Integer> revoked = new HashSet<>(ended);
      revoked.retainAll(choices);
      if (revoked.isEmpty()) {
        return this;
      }
      Set<Integer> rest = new HashSet<>(ended);
      rest.removeAll(revoked);
      return new Held(Events.without(chunk, revoked), rest, isRest);
    }
  }

  /** Chunks taken apart by which choices they end. */
  private static final class Events {
    private Events() {}

    static Set<Integer> ended(ChatChunk chunk) {
      Set<Integer> ended = Set.of();
      for (ChatEvent event : chunk.events()) {
        if (isEnd(event)) {
          ended = ended.isEmpty() ? new HashSet<>() : ended;
          ended.add(choice(event));
        }
      }
      return ended;
    }

    static Set<Integer> spoken(ChatChunk chunk) {
      Set<Integer> spoken = new HashSet<>();
      for (ChatEvent event : chunk.events()) {
        if (isEnd(event) || event.isOutput()) {
          spoken.add(choice(event));
        }
      }
      return spoken;
    }

    static ChatChunk without(ChatChunk chunk, Set<Integer> choices) {
      return new ChatChunk(
          chunk.events().stream()
              .filter(event -> !isEnd(event) || !choices.contains(choice(event)))
              .toList(),
          chunk.json().map(json -> ChunkFinish.without(json, choices)));
    }

    static ChatChunk only(ChatChunk chunk, Set<Integer> choices) {
      return new ChatChunk(
          chunk.events().stream().filter(Events::isEnd).toList(),
          chunk.json().map(json -> ChunkFinish.only(json, choices)));
    }

    private static boolean isEnd(ChatEvent event) {
      return event instanceof Finished
          || (event instanceof OtherChoice(int index, ChatEvent inner) && isEnd(inner));
    }

    private static int choice(ChatEvent event) {
      return event instanceof OtherChoice(int index, ChatEvent inner) ? index : 0;
    }
  }
}
