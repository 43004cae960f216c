package dev.mainstay.simulator.script;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.ToolCall;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.words.StandardText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A good answer: what is said, and at what pace. It is given whole or streamed, as the request
 * asks.
 *
 * <pre>{@code
 * Answer.text("Hello world")                                // streamed word by word
 * Answer.pieces("Hel", "lo").pace(Duration.ofMillis(20))
 * Answer.calling("weather", "{\"city\":\"Paris\"}")
 * Answer.text("4").reasoning("Two", " and", " two")
 * Answer.echo()                                             // what the user said last
 * Answer.text("Hello world").continuing()                   // the rest, where that is asked for
 * }</pre>
 *
 * <p>Where nothing else is said there are no pauses, the finish reason is {@code tool_calls} if
 * there is a tool call and else {@code stop}, completion tokens are the output events, and prompt
 * tokens about a quarter of the request's bytes.
 */
public final class Answer implements Reply {
  private static final Answer STANDARD = text(StandardText.TEXT).pace(Duration.ofMillis(10));

  private final Speech speech;
  private final boolean continues;
  private final Label label;
  private final Timing timing;
  private final Transfer transfer;

  Answer(Speech speech, boolean continues, Label label, Timing timing, Transfer transfer) {
    this.speech = speech;
    this.continues = continues;
    this.label = label;
    this.timing = timing;
    this.transfer = transfer;
  }

  /** The answer to every request that a script says nothing about: 40 words, 10 ms apart. */
  public static Answer standard() {
    return STANDARD;
  }

  /** An answer streamed word by word. */
  public static Answer text(String text) {
    Objects.requireNonNull(text, "text");
    return ofPieces(StandardText.words(text));
  }

  /** An answer streamed in these pieces. */
  public static Answer pieces(String... pieces) {
    Objects.requireNonNull(pieces, "pieces");
    return ofPieces(listOf(pieces));
  }

  /** An answer of {@code count} words made from {@code seed}: the same seed, the same words. */
  public static Answer words(int count, long seed) {
    return ofPieces(StandardText.random(count, seed));
  }

  /** An answer that repeats what the user said last, word by word. */
  public static Answer echo() {
    return of(Speech.SILENCE.withEcho());
  }

  /**
   * An answer that calls a tool.
   *
   * @param arguments the arguments as JSON text
   */
  public static Answer calling(String name, String arguments) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(arguments, "arguments");
    return of(Speech.SILENCE).andCalling(name, arguments);
  }

  /** This, and a call of a tool after it; the call's id is {@code call_1} and so on. */
  public Answer andCalling(String name, String arguments) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(arguments, "arguments");
    return andCalling(new ToolCall("call_" + (speech.calls().size() + 1), name, arguments));
  }

  /** This, and a call of a tool after it. */
  public Answer andCalling(ToolCall call) {
    Objects.requireNonNull(call, "call");
    List<ToolCall> calls = new ArrayList<>(speech.calls());
    calls.add(call);
    return with(speech.withCalls(calls));
  }

  /**
   * This with the arguments of tool calls streamed in pieces of so many characters. 8 by default; 0
   * is the whole call in one event, as Mistral does it.
   */
  public Answer toolPieces(int characters) {
    return with(speech.withToolPieces(characters));
  }

  /**
   * This, as a model gives it that does as it is asked when its answer has broken off: where the
   * request ends in an assistant's message that this text begins with, the rest of the text; where
   * a user's message after that quotes the last words of it, those words and the rest. To every
   * other request, the whole text.
   *
   * <pre>{@code
   * Answer story = Answer.text("Once upon a time there was a ship.").continuing();
   * Script.builder().first(Fault.reset().after(4).of(story)).thenAlways(story).build();
   * }</pre>
   */
  public Answer continuing() {
    return new Answer(speech, true, label, timing, transfer);
  }

  /** This after reasoning, told in {@code reasoning_content} in these pieces. */
  public Answer reasoning(String... pieces) {
    Objects.requireNonNull(pieces, "pieces");
    return with(speech.withReasoning(listOf(pieces)));
  }

  private static List<String> listOf(String... pieces) {
    for (String piece : pieces) {
      Objects.requireNonNull(piece, "piece");
    }
    return List.of(pieces);
  }

  /** This with a refusal. */
  public Answer refusal(String text) {
    Objects.requireNonNull(text, "text");
    return with(speech.withRefusal(text));
  }

  /** This with a finish reason, as in {@code length}. */
  public Answer finish(String reason) {
    Objects.requireNonNull(reason, "reason");
    return with(label.withFinish(reason));
  }

  /** This with the usage it tells, both 0 or more. */
  public Answer usage(int promptTokens, int completionTokens) {
    return with(label.withTokens(promptTokens, completionTokens));
  }

  /**
   * This under the name of {@code model}; by default the answer has the name that was asked for.
   */
  public Answer model(String model) {
    Objects.requireNonNull(model, "model");
    return with(label.withModel(model));
  }

  /** This with a wait before status and headers. */
  public Answer headAfter(Duration wait) {
    Objects.requireNonNull(wait, "wait");
    return with(timing.withHeadAfter(wait));
  }

  /** This with a wait between the head and the first output, in place of the pace. */
  public Answer firstAfter(Duration wait) {
    Objects.requireNonNull(wait, "wait");
    return with(timing.withFirstAfter(wait));
  }

  /**
   * This with a wait before each event that carries output. A plain answer takes as long in all.
   */
  public Answer pace(Duration wait) {
    Objects.requireNonNull(wait, "wait");
    return with(timing.withPace(wait));
  }

  /** This, sent in writes of at most so many bytes: 1 is byte by byte; 0 is one write per event. */
  public Answer writesOf(int bytes) {
    return writesOf(bytes, Duration.ZERO);
  }

  /** As {@link #writesOf(int)}, with a wait between the writes of one event. */
  public Answer writesOf(int bytes, Duration apart) {
    Objects.requireNonNull(apart, "apart");
    return with(transfer.withWritesOf(bytes, apart));
  }

  /** This without the {@code [DONE]} at a stream's end. */
  public Answer withoutDone() {
    return with(transfer.withoutDone());
  }

  /** This with a header more. */
  public Answer header(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    return with(transfer.withHeader(new Header(name, value)));
  }

  /** The text, whole; empty where it is an echo. */
  public String fullText() {
    return String.join("", speech.pieces());
  }

  /** What of this is said to {@code request}. */
  public Answer to(ChatRequest request) {
    Objects.requireNonNull(request, "request");
    int start = continues ? Resumption.start(fullText(), request) : 0;
    return start == 0 ? this : with(speech.from(start));
  }

  /** Whether it goes on after what the request has of it. */
  boolean continues() {
    return continues;
  }

  /** What it says. */
  public Speech speech() {
    return speech;
  }

  /** How it is labelled. */
  public Label label() {
    return label;
  }

  /** When its parts come. */
  public Timing timing() {
    return timing;
  }

  /** How it is sent. */
  public Transfer transfer() {
    return transfer;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Answer that
        && speech.equals(that.speech)
        && continues == that.continues
        && label.equals(that.label)
        && timing.equals(that.timing)
        && transfer.equals(that.transfer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(speech, continues, label, timing, transfer);
  }

  /** This answer as a step of a script in YAML. */
  @Override
  public String toString() {
    return "{" + StepWriter.members(this) + "}";
  }

  private static Answer ofPieces(List<String> pieces) {
    return of(Speech.SILENCE.withPieces(pieces));
  }

  private static Answer of(Speech speech) {
    return new Answer(speech, false, Label.USUAL, Timing.IMMEDIATE, Transfer.USUAL);
  }

  Answer with(Speech speech) {
    return new Answer(speech, continues, label, timing, transfer);
  }

  private Answer with(Label label) {
    return new Answer(speech, continues, label, timing, transfer);
  }

  private Answer with(Timing timing) {
    return new Answer(speech, continues, label, timing, transfer);
  }

  private Answer with(Transfer transfer) {
    return new Answer(speech, continues, label, timing, transfer);
  }
}
