package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.rendering.VisibleOutput;
import dev.mainstay.stream.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the stages of an answer let out, and when. */
class StagesTest {
  private final ReadyChunks ready = new ReadyChunks(VisibleOutput.any());

  @Test
  void whatIsHeldComesOutAtTheEndThroughThoseThatFollow() {
    Stages stages = new Stages(List.of(new Holding("1"), new Holding("2")));

    add(stages, "a", "b");
    assertThat(out()).isEmpty();
    assertThat(stages.estimatedTokensHeld()).isEqualTo(2);
    stages.end(ready);

    assertThat(out()).containsExactly("a12", "b12");
  }

  /** Those before it hold what belongs to an answer that would have gone on. */
  @Test
  void whereOneIsOverThoseBehindItGiveWhatTheyHoldAndThoseBeforeItDoNot() {
    Stages stages =
        new Stages(List.of(new HoldingOnly("x", "1"), new OverAt("b"), new Holding("3")));

    add(stages, "x", "a", "b", "c");
    assertThat(out()).containsExactly("a3", "b3");
    stages.end(ready);

    assertThat(out()).isEmpty();
    assertThat(stages.isOver()).isTrue();
    assertThat(stages.failure()).isEmpty();
  }

  @Test
  void whereOneHasFailedNothingComesOutAnyMore() {
    Stages stages =
        new Stages(List.of(new HoldingOnly("x", "1"), new FailsAt("b"), new Holding("3")));

    add(stages, "x", "a", "b", "c");
    stages.end(ready);

    assertThat(out()).isEmpty();
    assertThat(stages.failure()).contains(Failures.truncated());
    assertThat(stages.isOver()).isFalse();
  }

  private void add(Stages stages, String... texts) {
    for (String text : texts) {
      stages.add(chunk(text), ready);
    }
  }

  private List<String> out() {
    List<String> out = new ArrayList<>();
    while (!ready.isEmpty()) {
      out.add(text(Optional.ofNullable(ready.poll()).orElseThrow()));
    }
    return out;
  }

  private static ChatChunk chunk(String text) {
    return ChatChunk.of(new TextDelta(text));
  }

  private static String text(ChatChunk chunk) {
    return ((TextDelta) chunk.events().getFirst()).text();
  }

  /** Holds all, and gives it in the end with its mark. */
  private static class Holding implements Stage {
    private final String mark;
    private final List<ChatChunk> held = new ArrayList<>();

    Holding(String mark) {
      this.mark = mark;
    }

    @Override
    public List<ChatChunk> add(ChatChunk chunk) {
      held.add(chunk);
      return List.of();
    }

    @Override
    public List<ChatChunk> release() {
      return held.stream().map(chunk -> chunk(text(chunk) + mark)).toList();
    }

    @Override
    public long estimatedTokensHeld() {
      return mark.length();
    }
  }

  /** Holds one text alone. */
  private static final class HoldingOnly extends Holding {
    private final String text;

    HoldingOnly(String text, String mark) {
      super(mark);
      this.text = text;
    }

    @Override
    public List<ChatChunk> add(ChatChunk chunk) {
      return text(chunk).equals(text) ? super.add(chunk) : List.of(chunk);
    }
  }

  /** Is over at a text. */
  private static final class OverAt implements Stage {
    private final String last;
    private boolean over;

    OverAt(String last) {
      this.last = last;
    }

    @Override
    public List<ChatChunk> add(ChatChunk chunk) {
      over |= text(chunk).equals(last);
      return List.of(chunk);
    }

    @Override
    public boolean isOver() {
      return over;
    }
  }

  /** Fails at a text. */
  private static final class FailsAt implements Stage {
    private final String bad;
    private Optional<Failure> failure = Optional.empty();

    FailsAt(String bad) {
      this.bad = bad;
    }

    @Override
    public List<ChatChunk> add(ChatChunk chunk) {
      if (text(chunk).equals(bad)) {
        failure = Optional.of(Failures.truncated());
      }
      return List.of(chunk);
    }

    @Override
    public Optional<Failure> failure() {
      return failure;
    }
  }
}
