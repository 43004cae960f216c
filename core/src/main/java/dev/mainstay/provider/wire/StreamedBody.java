package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.http.EventReader;
import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.provider.ProviderStream.Broken;
import dev.mainstay.provider.ProviderStream.End;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.stream.SemanticEnd;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpHead;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * An answer that comes as events, in whichever framing and dialect. Its end is the dialect's
 * semantic one, after which it is read on until its last word or the body's end: the usage may
 * follow, or output that revokes it. How long that may take is for timers outside to bound.
 */
final class StreamedBody implements AnswerBody {
  // The usage follows the end at once.
  private static final int MOST_DRAINED_EVENTS = 16;
  // About what a new connection costs.
  private static final Duration LONGEST_DRAIN = Duration.ofMillis(100);
  private static final Failure OVER =
      new Failure.Cancelled(FailureDetail.of("the answer is whole, nothing more is read"));
  // What a cut may have left of a line looks like text that belongs to no event stream.
  private static final List<String> FIELDS = List.of("data", "event", "id", "retry");
  private static final String ERROR = "error";

  private final WireCall call;
  private final HttpHead head;
  private final EventReader events;
  private final EventDecoder decoder;
  private final Queue<Told> ready = new ArrayDeque<>();
  // Whether each choice has ended, the decoder knows.
  private final SemanticEnd end = new SemanticEnd(1);
  private final CutCharacter cutCharacter = new CutCharacter();
  private @Nullable Step last;
  private boolean isBegun;
  private boolean isRest;
  private boolean isCut;

  StreamedBody(WireCall call, HttpHead head, EventReader events, EventDecoder decoder) {
    this.call = call;
    this.head = head;
    this.events = events;
    this.decoder = decoder;
  }

  @Override
  public Step next() throws IOException {
    while (ready.isEmpty()) {
      Step known = last;
      if (known != null) {
        return known;
      }
      read();
    }
    return next(ready.remove());
  }

  @Override
  public Optional<Step> poll() throws IOException {
    while (ready.isEmpty() && last == null && events.isReady()) {
      read();
    }
    Told told = ready.poll();
    return told == null ? Optional.ofNullable(last) : Optional.of(next(told));
  }

  private Step next(Told told) {
    isRest = told.isRest;
    return new Next(told.chunk);
  }

  @Override
  public boolean isOfSameEvent() {
    return isRest;
  }

  @Override
  public boolean isWhole() {
    return !(last instanceof Broken)
        && decoder.hasOutput()
        && decoder.isWhole()
        && end.isBelieved();
  }

  @Override
  public void close() {
    if (!decoder.isOver()) {
      return;
    }
    try {
      for (int i = 0; i < MOST_DRAINED_EVENTS; i++) {
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

  private void read() throws IOException {
    Optional<SseEvent> event = events.next();
    if (event.isPresent()) {
      take(event.get());
      isBegun = true;
    } else {
      last = atEndOfStream();
    }
  }

  private void take(SseEvent event) {
    try {
      decode(event);
    } catch (JsonException e) {
      last = isWhole() ? new End() : unreadable(event.data());
    }
  }

  private void decode(SseEvent event) {
    byte[] data = Bodies.trim(event.data());
    if (event.name().equals(ERROR)) {
      last = failed(ProviderError.of(data));
    } else if (cutCharacter.isWaiting() && data.length > 0) {
      cutCharacter
          .complete(data)
          .ifPresentOrElse(whole -> decode(event.name(), whole), () -> last = halfCharacter(data));
    } else if (data.length > 0) {
      decode(event.name(), data);
    }
  }

  private void decode(String name, byte[] data) {
    Reading reading;
    try {
      reading = decoder.read(new SseEvent(name, data));
    } catch (JsonException e) {
      byte[] rest = cutCharacter.begin(data).orElseThrow(() -> e);
      reading = decoder.read(new SseEvent(name, rest));
    }
    take(reading, data);
  }

  private Step halfCharacter(byte[] data) {
    String message = "an event of the stream ended within a character";
    return new Broken(call.classifier().malformed(head, message, data));
  }

  private void take(Reading reading, byte[] data) {
    switch (reading) {
      case Reading.Chunks(List<ChatChunk> chunks) -> {
        hear(chunks);
        if (decoder.isOver()) {
          last = new End();
        }
      }
      case Reading.Failed(ProviderError error, List<ChatEvent> usage) -> {
        // Told before the error: nothing is read behind it.
        if (!usage.isEmpty()) {
          ready.add(new Told(new ChatChunk(usage, Optional.empty()), false));
        }
        last = failed(error);
      }
      case Reading.Malformed(String message) ->
          last = new Broken(call.classifier().malformed(head, message, data));
      case Reading.Truncated(String message) -> last = truncated(message);
    }
  }

  private void hear(List<ChatChunk> chunks) {
    boolean isRest = false;
    for (ChatChunk chunk : chunks) {
      end.hear(chunk, isRest);
      ready.add(new Told(chunk, isRest));
      isRest = true;
    }
  }

  private Step atEndOfStream() {
    events.unfinished().ifPresent(this::takeOpen);
    Step known = last;
    if (known != null) {
      return known;
    }
    return decoder.isWhole() && (end.isBelieved() || isProvenByBody())
        ? new End()
        : error(events.unframed()).<Step>map(this::failed).orElseGet(this::withoutEnd);
  }

  // An event counts where only what closes it is missing; data that was cut does not parse.
  private void takeOpen(SseEvent open) {
    try {
      decode(open);
      isCut = Bodies.trim(open.data()).length == 0;
    } catch (JsonException cut) {
      isBegun = true;
      isCut = true;
    }
  }

  // The body's end proves an end, unless it is a cut or an error stands there; all that it can,
  // where there is no last word. Where a connection's end is all there is, it may be a crash.
  private boolean isProvenByBody() {
    if (isCut || events.unframed().length > 0) {
      return false;
    }
    return isFramed()
        ? end.isBelievedOfWholeBody() || !decoder.hasLastWord()
        : end.isBelievedOfEndedBody();
  }

  // https://www.rfc-editor.org/rfc/rfc9112#name-message-body-length
  private boolean isFramed() {
    return head.headers().first("content-length").isPresent()
        || head.headers()
            .first("transfer-encoding")
            .filter(coding -> coding.toLowerCase(Locale.ROOT).contains("chunked"))
            .isPresent();
  }

  private static Optional<ProviderError> error(byte[] text) {
    try {
      return errorIn(Json.parse(text));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static Optional<ProviderError> errorIn(JsonValue json) {
    return switch (json) {
      case JsonObject object when ProviderError.isIn(object) ->
          Optional.of(ProviderError.of(object));
      case JsonArray list -> list.first().flatMap(StreamedBody::errorIn);
      default -> Optional.empty();
    };
  }

  private Step failed(ProviderError error) {
    return new Broken(call.classifier().ofInBand(head, error));
  }

  private Step withoutEnd() {
    byte[] unframed = events.unframed();
    String begun = Bodies.summary(unframed);
    if (!isBegun && FIELDS.stream().noneMatch(field -> field.startsWith(begun))) {
      return new Broken(
          call.classifier().malformed(head, "the answer is not an event stream", unframed));
    }
    return truncated(howItEnded());
  }

  private String howItEnded() {
    if (decoder.isWhole()) {
      return "the stream ended after a finish_reason that nothing confirmed: neither a last word"
          + " nor usage followed it";
    }
    return decoder.hasOutput()
        ? "the stream ended before the answer did: there was no finish_reason"
        : "the stream ended before the answer began";
  }

  private Step truncated(String message) {
    return new Broken(call.classifier().truncated(head, message));
  }

  private Step unreadable(byte[] data) {
    return new Broken(
        call.classifier().malformed(head, "an event of the stream is not a JSON object", data));
  }

  /**
   * What is given next.
   *
   * @param isRest whether it came in one event with the chunk before it
   */
  private record Told(ChatChunk chunk, boolean isRest) {}
}
