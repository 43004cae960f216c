package dev.mainstay.continuation;

import dev.mainstay.continuation.CallerBounds.Bounded;
import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.splice.Splice;
import dev.mainstay.splice.Spliced;
import dev.mainstay.stream.OutputEstimate;
import dev.mainstay.stream.Stage;
import dev.mainstay.stream.UsageSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of an attempt that goes on with a broken answer, as its caller is to see them: joined
 * to what the caller has, under one id, with one role, one end and one usage. Not thread-safe.
 */
public final class ContinuedAnswer implements Stage {
  private final ChatRequest asked;
  private final Splice splice;
  private final CallerBounds bounds;
  private final String id;
  private final UsageSum usage;
  private final boolean tellsUsage;
  private final List<ChatEvent> out = new ArrayList<>();
  private OutputEstimate written = new OutputEstimate();
  private JsonObject head = JsonObject.empty();
  private @Nullable Usage reported;
  private @Nullable String mismatch;
  private boolean begun;
  private boolean calls;
  private boolean over;
  private WholeAnswer whole = WholeAnswer.none();
  private @Nullable String doubt;
  private boolean anew;
  private boolean isShorter;

  /**
   * An attempt's chunks.
   *
   * @param asked the request it was asked
   * @param splice the joint to what the caller has
   * @param bounds the bounds that the caller set
   * @param id the id under which the answer began
   * @param usage what the attempts before have used; this one's is added at its end
   * @param tellsUsage whether the caller wants to be told the usage
   */
  public ContinuedAnswer(
      ChatRequest asked,
      Splice splice,
      CallerBounds bounds,
      String id,
      UsageSum usage,
      boolean tellsUsage) {
    this.asked = asked;
    this.splice = splice;
    this.bounds = bounds;
    this.id = id;
    this.usage = usage;
    this.tellsUsage = tellsUsage;
  }

  /**
   * Lets an answer from the beginning take the place of what was delivered: one that begins with
   * {@code opening}, or any where that is empty. It goes out after a {@link Restarted}. Where it is
   * cut off by a limit on tokens that is lower than the caller's, it has broken there.
   *
   * @param original what the caller asked
   */
  public ContinuedAnswer orAnew(String opening, ChatRequest original) {
    whole = WholeAnswer.beginningWith(opening);
    isShorter = !Continuation.isAsLong(original, asked);
    return this;
  }

  /** The answer is asked for anew, and the caller is told so by whoever asks. */
  public ContinuedAnswer beginningAnew() {
    anew = true;
    return this;
  }

  /** Whether it takes the place of what was delivered. */
  public boolean isAnew() {
    return anew;
  }

  @Override
  public List<ChatChunk> add(ChatChunk chunk) {
    boolean wasAnew = anew;
    List<ChatChunk> joined = join(chunk);
    if (anew == wasAnew) {
      return joined;
    }
    List<ChatChunk> opened = new ArrayList<>(List.of(ChatChunk.of(new Restarted())));
    opened.addAll(joined);
    return opened;
  }

  private List<ChatChunk> join(ChatChunk chunk) {
    chunk.json().ifPresent(json -> head = json);
    out.clear();
    for (ChatEvent event : chunk.events()) {
      written.add(event);
      begun = true;
      if (mismatch == null && !(over && event.isOutput())) {
        take(event);
      }
    }
    if (mismatch != null || (out.isEmpty() && !isCarried(chunk))) {
      return List.of();
    }
    List<ChatEvent> events = List.copyOf(out);
    return List.of(
        new ChatChunk(events, chunk.json().map(json -> ChunkText.write(named(json), events))));
  }

  // A thought's signature, which no event tells, belongs to what is shown of this attempt.
  private boolean isCarried(ChatChunk chunk) {
    return isJoined() && !over && chunk.json().filter(ChunkText::carriesMore).isPresent();
  }

  @Override
  public Optional<Failure> failure() {
    return Optional.ofNullable(mismatch).map(ContinuedAnswer::failedSplice);
  }

  /** Whether it has ended at a bound that the caller set; nothing more is wanted. */
  @Override
  public boolean isOver() {
    return over;
  }

  /** The attempt is whole: gives the usage over all of them, as a last chunk. */
  @Override
  public List<ChatChunk> release() {
    if (reported != null) {
      usage.add(reported);
      forget();
    }
    settle();
    ChatEvent sum = new UsageReported(usage.usage());
    return List.of(
        tellsUsage ? new ChatChunk(List.of(sum), Optional.of(usageChunk())) : ChatChunk.of(sum));
  }

  /** The attempt broke or failed; what it used counts all the same. */
  public void settle() {
    addTo(usage);
    forget();
  }

  /** Adds what the attempt has used so far to {@code sum}, where it is not in that yet. */
  public void addTo(UsageSum sum) {
    if (reported != null) {
      sum.addAtLeast(reported, written.tokens());
    } else if (begun) {
      sum.addEstimate(asked, written.tokens());
    }
  }

  private void forget() {
    reported = null;
    begun = false;
    written = new OutputEstimate();
  }

  // Nothing of it has to be proven to belong to what was delivered any more.
  private boolean isJoined() {
    return anew || splice.isJoined();
  }

  private void take(ChatEvent event) {
    switch (event) {
      case TextDelta(String text) -> take(text);
      case ReasoningDelta reasoning -> {
        if (isJoined()) {
          out.add(reasoning);
        }
      }
      case RefusalDelta refusal -> take(refusal);
      case ToolCallDelta call -> take(call);
      case Finished end -> take(end);
      case UsageReported(Usage told) -> reported = told;
      // Answers of several choices are not continued, and nobody restarts below us.
      case OtherChoice other -> {}
      case Restarted restarted -> {}
    }
  }

  private void take(String text) {
    if (anew) {
      out.add(new TextDelta(text));
      return;
    }
    if (!splice.isJoined()) {
      whole.add(text);
    }
    if (isHolding()) {
      whole.is(false).ifPresent(this::decide);
    } else {
      show(splice.add(text), false);
    }
  }

  // Who is trusted to go on where the text stops is so as long as it does not begin anew.
  private boolean isHolding() {
    return splice.isTrusted() && !splice.isJoined() && whole.isAwaited();
  }

  private void decide(boolean isWhole) {
    if (isWhole) {
      beginAnew();
    } else {
      show(splice.add(whole.text()), false);
    }
  }

  private void decideAtTheEnd() {
    if (!anew && isHolding() && !whole.text().isEmpty()) {
      decide(false);
    }
  }

  private void take(RefusalDelta refusal) {
    if (!isJoined() && refusal.isOutput()) {
      failed("it refused to go on", true);
    }
    if (isJoined()) {
      out.add(refusal);
    }
  }

  private void take(ToolCallDelta call) {
    decideAtTheEnd();
    if (!calls && !anew) {
      show(splice.toolCall(), true);
      calls = true;
    }
    if (mismatch == null && doubt == null && !over) {
      out.add(call);
    }
  }

  private void take(Finished end) {
    if (over) {
      return;
    }
    decideAtTheEnd();
    if (!calls && !anew) {
      show(splice.end(end.reason()), false);
    }
    if (doubt != null) {
      mismatch = doubt;
    }
    if (anew && isShorter && end.reason() == FinishReason.LENGTH) {
      mismatch = "it began anew, and met a limit on tokens that is lower than the caller's";
    }
    if (mismatch == null && !over) {
      String rest = bounds.end();
      if (!rest.isEmpty()) {
        out.add(new TextDelta(rest));
      }
      out.add(end);
    }
  }

  private void show(Spliced piece, boolean saysElse) {
    switch (piece) {
      case Spliced.Show(String text) -> show(bounds.add(text));
      case Spliced.Hold hold -> {}
      case Spliced.Failed(String why) -> failed(why, saysElse);
    }
  }

  // What does not go on with what was delivered may be an answer of its own.
  private void failed(String why, boolean saysElse) {
    Optional<Boolean> isWhole = calls ? Optional.of(false) : whole.is(saysElse);
    doubt = isWhole.isEmpty() ? why : null;
    if (isWhole.equals(Optional.of(false))) {
      mismatch = why;
    } else if (isWhole.isPresent()) {
      beginAnew();
    }
  }

  private void beginAnew() {
    anew = true;
    if (!whole.text().isEmpty()) {
      out.add(new TextDelta(whole.text()));
    }
  }

  private void show(Bounded bounded) {
    if (!bounded.text().isEmpty()) {
      out.add(new TextDelta(bounded.text()));
    }
    bounded.ended().ifPresent(this::finish);
  }

  private void finish(FinishReason reason) {
    out.add(new Finished(reason, reason.wireName()));
    over = true;
  }

  private JsonObject named(JsonObject json) {
    return id.isEmpty() ? json : json.with("id", id);
  }

  private JsonObject usageChunk() {
    return named(head).with("choices", JsonArray.of()).with("usage", usage.toJson());
  }

  private static Failure failedSplice(String why) {
    return new Failure.MalformedAnswer(
        FailureDetail.of("the new text does not go on where the stream broke: " + why)
            .withCooldown(Cooldown.NONE));
  }
}
