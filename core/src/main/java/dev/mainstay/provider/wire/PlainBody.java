package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
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
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** An answer that is one JSON object, of at most 64 MiB. */
final class PlainBody implements AnswerBody {
  static final int MAX_BYTES = 64 * 1024 * 1024;

  private static final int MOST_OF_A_PAGE = 64 * 1024;
  private static final Duration LONGEST_PAGE = Duration.ofSeconds(5);
  private static final String PAGE = "a page came in place of an answer";
  private static final Failure LATE = new Failure.MalformedAnswer(FailureDetail.of(PAGE));

  private final WireCall call;
  private final HttpHead head;
  private final InputStream body;
  private final AnswerDecoder decoder;
  private final Queue<ChatChunk> ready = new ArrayDeque<>();
  private @Nullable Step last;

  PlainBody(WireCall call, HttpHead head, InputStream body, AnswerDecoder decoder) {
    this.call = call;
    this.head = head;
    this.body = body;
    this.decoder = decoder;
  }

  @Override
  public Step next() throws IOException {
    Step end = last;
    if (end == null) {
      end = read();
      last = end;
    }
    ChatChunk chunk = ready.poll();
    return chunk == null ? end : new Next(chunk);
  }

  @Override
  public boolean isWhole() {
    return last instanceof End;
  }

  @Override
  public void close() {}

  private Step read() throws IOException {
    int padding = 0;
    int first = body.read();
    while (padding < MAX_BYTES && first >= 0 && Bodies.isPadding(first)) {
      padding++;
      first = body.read();
    }
    if (padding == MAX_BYTES) {
      return tooLarge();
    }
    PushbackInputStream in = new PushbackInputStream(body);
    if (first >= 0) {
      in.unread(first);
    }
    return first == '<' ? page(in) : read(in);
  }

  // Its title may tell more, but is not worth the time of an answer.
  private Step page(InputStream in) throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    TimeSource.Timer late = call.time().schedule(LONGEST_PAGE, () -> call.exchange().abort(LATE));
    try {
      Bodies.readInto(page, in, MOST_OF_A_PAGE);
    } catch (TransportException e) {
      if (!e.failure().equals(LATE)) {
        throw e;
      }
    } finally {
      late.cancel();
    }
    return malformed(PAGE, page.toByteArray());
  }

  private Step read(InputStream in) throws IOException {
    return Bodies.read(in, MAX_BYTES).map(this::decode).orElseGet(this::tooLarge);
  }

  private Step tooLarge() {
    return malformed("the answer is larger than " + MAX_BYTES + " bytes");
  }

  private Step decode(byte[] bytes) {
    byte[] text = Bodies.trim(bytes);
    if (text.length == 0) {
      return malformed("the answer is empty");
    }
    try {
      return decode(Json.parse(text), text);
    } catch (JsonException e) {
      return malformed("the answer is not JSON", text);
    }
  }

  private Step decode(JsonValue json, byte[] text) {
    return switch (json) {
      case JsonObject answer -> take(decoder.read(answer), text);
      case JsonArray list
          when list.first().orElse(list) instanceof JsonObject first && ProviderError.isIn(first) ->
          take(Reading.failed(ProviderError.of(first)), text);
      default -> malformed("the answer is JSON, but not an object", text);
    };
  }

  private Step take(Reading reading, byte[] text) {
    return switch (reading) {
      case Reading.Chunks(List<ChatChunk> chunks) -> {
        ready.addAll(chunks);
        yield new End();
      }
      case Reading.Failed(ProviderError error, List<ChatEvent> usage) -> {
        if (!usage.isEmpty()) {
          ready.add(new ChatChunk(usage, Optional.empty()));
        }
        yield new Broken(call.classifier().ofInBand(head, error));
      }
      case Reading.Malformed(String message) -> malformed(message, text);
      case Reading.Truncated(String message) ->
          new Broken(call.classifier().truncated(head, message, text));
    };
  }

  private Step malformed(String message, byte[] words) {
    return new Broken(call.classifier().malformed(head, message, words));
  }

  private Step malformed(String message) {
    return new Broken(call.classifier().malformed(head, message));
  }
}
