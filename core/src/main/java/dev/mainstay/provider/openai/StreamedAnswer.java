package dev.mainstay.provider.openai;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.http.HttpHead;
import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.provider.ProviderStream.Broken;
import dev.mainstay.provider.ProviderStream.End;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.provider.wire.AnswerBody;
import dev.mainstay.provider.wire.Bodies;
import dev.mainstay.provider.wire.ErrorBody;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer that comes as server-sent events. Its semantic end is the finish reason of every
 * choice; a {@code [DONE]} proves nothing. After that end only a short tail is read, for the usage.
 */
final class StreamedAnswer implements AnswerBody {
  // The usage follows the finish reason at once.
  private static final int MOST_TAIL_EVENTS = 16;
  // About what a new connection costs.
  private static final Duration LONGEST_DRAIN = Duration.ofMillis(100);
  private static final Failure OVER =
      new Failure.Cancelled(FailureDetail.of("the answer is whole, nothing more is read"));
  // What a cut may have left of a line looks like text that belongs to no event stream.
  private static final List<String> FIELDS = List.of("data", "event", "id", "retry");
  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

  private final Call call;
  private final HttpHead head;
  private final SseReader events;
  private final AnswerReader reader;
  private @Nullable Failure failure;
  private int tailEvents;
  private boolean isBegun;
  private boolean isDone;

  StreamedAnswer(Call call, HttpHead head, InputStream body) {
    this.call = call;
    this.head = head;
    this.events = new SseReader(body);
    this.reader = new AnswerReader(call.choices());
  }

  @Override
  public Step next() throws IOException {
    while (failure == null && tailEvents < MOST_TAIL_EVENTS) {
      Optional<SseEvent> event = events.next();
      if (event.isEmpty()) {
        return atEndOfStream();
      }
      Optional<Step> step = read(event.get());
      isBegun = true;
      if (step.isPresent()) {
        return step.get();
      }
    }
    return failure == null ? new End() : new Broken(failure);
  }

  @Override
  public boolean isWhole() {
    return failure == null && (isDone || reader.isWhole());
  }

  @Override
  public void close() {
    if (!isDone) {
      return;
    }
    try {
      for (int i = 0; i < MOST_TAIL_EVENTS; i++) {
        if (drain().isEmpty()) {
          return;
        }
      }
    } catch (IOException e) {
      // The answer is whole, only its connection is of no more use.
    }
  }

  private Optional<SseEvent> drain() throws IOException {
    TimeSource.Timer guard = call.time().schedule(LONGEST_DRAIN, () -> call.exchange().abort(OVER));
    try {
      return events.next();
    } finally {
      guard.cancel();
    }
  }

  private Optional<Step> read(SseEvent event) {
    byte[] data = Bodies.trim(event.data());
    if (event.name().equals("error")) {
      return Optional.of(fail(ErrorBody.of(data)));
    }
    if (data.length == 0) {
      return Optional.empty();
    }
    return isDone(data) ? Optional.of(done()) : json(data);
  }

  private Optional<Step> json(byte[] data) {
    try {
      return chunk(Json.parseObject(data));
    } catch (JsonException e) {
      return Optional.of(reader.isWhole() ? new End() : unreadable(e, data));
    }
  }

  private Optional<Step> chunk(JsonObject chunk) {
    AnswerReader.Reading reading = reader.chunk(chunk);
    if (reading.error().isPresent()) {
      return Optional.of(fail(reading.error().get(), reading.events()));
    }
    countTail(reading.events());
    Optional<JsonObject> shown = shown(chunk);
    return reading.events().isEmpty() && shown.isEmpty()
        ? Optional.empty()
        : Optional.of(new Next(new ChatChunk(reading.events(), shown)));
  }

  // Some put a finish reason on every chunk: while output comes, that is no tail.
  private void countTail(List<ChatEvent> events) {
    boolean hasOutput = events.stream().anyMatch(ChatEvent::isOutput);
    tailEvents = hasOutput || !reader.isWhole() ? 0 : tailEvents + 1;
  }

  // A usage chunk is the caller's only if the caller asked; frames that are no chunk are nobody's.
  private Optional<JsonObject> shown(JsonObject chunk) {
    boolean hasChoices = chunk.array("choices").filter(choices -> !choices.isEmpty()).isPresent();
    boolean hasUsage = chunk.hasValue("usage");
    boolean isShown = hasChoices || (hasUsage ? !call.hidesUsage() : chunk.has("choices"));
    return Optional.of(chunk).filter(shown -> isShown);
  }

  /** The usage that came with an error is told before the error. */
  private Step fail(ErrorBody error, List<ChatEvent> usage) {
    Step broken = fail(error);
    return usage.isEmpty() ? broken : new Next(new ChatChunk(usage, Optional.empty()));
  }

  private Step fail(ErrorBody error) {
    Failure found = call.classifier().ofInBand(head, error, !isBegun);
    failure = found;
    return new Broken(found);
  }

  private Step done() {
    isDone = reader.isEveryChoiceFinished();
    return isDone ? new End() : truncated("the stream said [DONE] before any finish_reason");
  }

  private Step atEndOfStream() {
    if (reader.isWhole()) {
      return new End();
    }
    Optional<SseEvent> open = events.unfinished();
    if (open.isPresent() && isDone(Bodies.trim(open.get().data()))) {
      return done();
    }
    return openError(open)
        .or(() -> error(events.unframed()))
        .map(this::fail)
        .orElseGet(this::withoutEnd);
  }

  // An error is believed even where the stream ended before the blank line after it.
  private static Optional<ErrorBody> openError(Optional<SseEvent> open) {
    return open.flatMap(event ->
        event.name().equals("error")
            ? Optional.of(ErrorBody.of(event.data()))
            : error(event.data()));
  }

  private static Optional<ErrorBody> error(byte[] text) {
    try {
      return Optional.of(Json.parseObject(text)).filter(ErrorBody::isIn).map(ErrorBody::of);
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private Step withoutEnd() {
    String unframed = Bodies.summary(events.unframed());
    if (!isBegun && FIELDS.stream().noneMatch(field -> field.startsWith(unframed))) {
      return new Broken(
          call.classifier().malformed(head, "the answer is no event stream: " + unframed));
    }
    return truncated(
        reader.hasOutput()
            ? "the stream ended before the answer did: there was no finish_reason"
            : "the stream ended before the answer began");
  }

  private Step truncated(String message) {
    return new Broken(call.classifier().truncated(head, message));
  }

  private Step unreadable(JsonException e, byte[] data) {
    String message = "an event of the stream is no JSON object: " + e.getMessage();
    return new Broken(call.classifier().malformed(head, message + ": " + Bodies.summary(data)));
  }

  private static boolean isDone(byte[] data) {
    return data.length >= DONE.length && Arrays.equals(data, 0, DONE.length, DONE, 0, DONE.length);
  }
}
