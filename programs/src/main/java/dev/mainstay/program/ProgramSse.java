package dev.mainstay.program;

import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.schema.JsonType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A program's stream as server-sent events, each event flushed as it comes. What ends the stream by
 * an exception is written as an event, and thrown.
 *
 * <pre>{@code
 * try (ProgramStream<Answer> stream = program.stream(question)) {
 *   ProgramSse.write(stream, response.outputStream());
 * }
 * }</pre>
 */
public final class ProgramSse {
  /** The header by which a client of the AI SDK knows {@link Form#UI_MESSAGES}: with {@code v1}. */
  public static final String UI_MESSAGES_HEADER = "x-vercel-ai-ui-message-stream";

  /** How events are written. */
  public enum Form {
    /**
     * One JSON object in a {@code data:} line for each event, its kind as {@code event}, as in
     * {@code field_delta}; at the end {@code completed} or {@code failed}.
     */
    PLAIN,
    /**
     * The AI SDK's UI message stream: each field a text part, statuses and restarts as {@code
     * data-status} and {@code data-restarted}, the answer as {@code data-answer}, and {@code
     * [DONE]} last. The response needs the header {@link #UI_MESSAGES_HEADER}.
     */
    UI_MESSAGES
  }

  private ProgramSse() {}

  /**
   * {@link #write(ProgramStream, OutputStream, Form)} in plain lines.
   *
   * @throws IOException if the output cannot be written to; the stream is closed then
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   */
  public static <O> void write(ProgramStream<O> stream, OutputStream output) throws IOException {
    write(stream, output, Form.PLAIN);
  }

  /**
   * Writes the rest of {@code stream}; the output stays open.
   *
   * @throws IOException if the output cannot be written to; the stream is closed then
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   */
  public static <O> void write(ProgramStream<O> stream, OutputStream output, Form form)
      throws IOException {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(form, "form");
    try (stream) {
      if (form == Form.UI_MESSAGES) {
        send(output, part("start").build());
      }
      for (ProgramEvent<O> event : stream) {
        for (JsonObject each : form == Form.PLAIN ? List.of(plain(event)) : ui(event)) {
          send(output, each);
        }
      }
      if (form == Form.UI_MESSAGES) {
        send(output, part("finish").build());
        line(output, "[DONE]");
      }
    } catch (RuntimeException e) {
      String why = String.valueOf(e.getMessage());
      send(
          output,
          form == Form.PLAIN
              ? JsonObject.builder().put("event", "failed").put("error", why).build()
              : part("error").put("errorText", why).build());
      throw e;
    }
  }

  private static void send(OutputStream output, JsonObject json) throws IOException {
    line(output, json.toJson());
  }

  private static void line(OutputStream output, String data) throws IOException {
    output.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    output.flush();
  }

  private static JsonObjectBuilder part(String type) {
    return JsonObject.builder().put("type", type);
  }

  private static <O> JsonObject plain(ProgramEvent<O> event) {
    return switch (event) {
      case ProgramEvent.Status<O> status ->
          at("status", event)
              .put("kind", status.kind().name().toLowerCase(Locale.ROOT))
              .put("text", status.text())
              .build();
      case ProgramEvent.FieldBegun<O> begun ->
          at("field_begun", event).put("field", begun.field()).put("take", begun.take()).build();
      case ProgramEvent.FieldDelta<O> delta ->
          at("field_delta", event)
              .put("field", delta.field())
              .put("text", delta.text())
              .put("take", delta.take())
              .build();
      case ProgramEvent.FieldDone<O> done ->
          at("field_done", event).put("field", done.field()).put("take", done.take()).build();
      case ProgramEvent.Restarted<O> restarted ->
          at("restarted", event).put("take", restarted.take()).put("why", restarted.why()).build();
      case ProgramEvent.UsageReported<O> usage ->
          at("usage", event)
              .put("prompt_tokens", usage.usage().promptTokens())
              .put("completion_tokens", usage.usage().completionTokens())
              .build();
      case ProgramEvent.Completed<O> completed ->
          at("completed", event).put("value", json(completed.value())).build();
    };
  }

  private static JsonObjectBuilder at(String name, ProgramEvent<?> event) {
    return JsonObject.builder().put("event", name).put("path", event.path());
  }

  private static <O> List<JsonObject> ui(ProgramEvent<O> event) {
    return switch (event) {
      case ProgramEvent.Status<O> status ->
          List.of(
              data(
                  "status",
                  JsonObject.builder()
                      .put("path", status.path())
                      .put("text", status.text())
                      .build()));
      case ProgramEvent.FieldBegun<O> begun ->
          List.of(part("text-start").put("id", id(event, begun.field(), begun.take())).build());
      case ProgramEvent.FieldDelta<O> delta ->
          List.of(
              part("text-delta")
                  .put("id", id(event, delta.field(), delta.take()))
                  .put("delta", delta.text())
                  .build());
      case ProgramEvent.FieldDone<O> done ->
          List.of(part("text-end").put("id", id(event, done.field(), done.take())).build());
      case ProgramEvent.Restarted<O> restarted ->
          List.of(
              data(
                  "restarted",
                  JsonObject.builder()
                      .put("path", restarted.path())
                      .put("take", restarted.take())
                      .put("why", restarted.why())
                      .build()));
      case ProgramEvent.UsageReported<O> usage -> List.of();
      case ProgramEvent.Completed<O> completed -> List.of(data("answer", json(completed.value())));
    };
  }

  private static JsonObject data(String name, JsonValue value) {
    return part("data-" + name).put("data", value).build();
  }

  // A field of another take is another part: the client drops what it is told to.
  private static String id(ProgramEvent<?> event, String field, int take) {
    String where = event.path().isEmpty() ? field : event.path() + "/" + field;
    return take == 0 ? where : where + "#" + take;
  }

  @SuppressWarnings("unchecked") // a value is of its own class
  private static <T> JsonValue json(T value) {
    return value instanceof Record
        ? ((JsonType<T>) JsonType.of(value.getClass())).write(value)
        : value == null ? JsonNull.NULL : new JsonString(String.valueOf(value));
  }
}
