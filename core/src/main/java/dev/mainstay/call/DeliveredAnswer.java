package dev.mainstay.call;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.Message;
import dev.mainstay.model.Usage;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a caller has of an answer that is not whole, with all that another call must know to go on
 * with it: {@link ChatCall#resumedFrom}. It is JSON, so that it can be kept and read again, in
 * another process as well.
 *
 * <pre>{@code
 * byte[] kept = exception.delivered().orElseThrow().json().toBytes();
 * DeliveredAnswer begun = new DeliveredAnswer(Json.parseObject(kept));
 * }</pre>
 *
 * @param json {@code id}, under which the answer came; {@code message}, the assistant's so far, in
 *     OpenAI's form; {@code form}, by which a rendered request is known again; {@code takes}, how
 *     often the answer has started over; {@code usage}, of all attempts so far; {@code cost} of
 *     them, in US dollars; {@code cut}, where more has gone out than was kept. What is not there is
 *     empty or unknown
 */
public record DeliveredAnswer(JsonObject json) {
  private static final String MESSAGE = "message";

  /** Null is refused. */
  public DeliveredAnswer {
    Objects.requireNonNull(json, "json");
  }

  /** An answer of which {@code text} is there, and nothing else known. */
  public static DeliveredAnswer of(String text) {
    Objects.requireNonNull(text, "text");
    return of(Message.assistant(text));
  }

  /** An answer of which {@code message}, the assistant's, is there, and nothing else known. */
  public static DeliveredAnswer of(Message message) {
    Objects.requireNonNull(message, "message");
    return new DeliveredAnswer(JsonObject.of(MESSAGE, message.json()));
  }

  /** The id under which the answer came; empty where it had none. */
  public String id() {
    return json.text("id").orElse("");
  }

  /** The assistant's message so far. */
  public Message message() {
    return json.object(MESSAGE).map(Message::new).orElseGet(() -> Message.assistant(""));
  }

  /** The text so far; may be empty. */
  public String text() {
    return message().text();
  }

  /** The reasoning so far; may be empty. */
  public String reasoning() {
    return message().json().text("reasoning_content").orElse("");
  }

  /**
   * This state with another text: for whoever keeps the text elsewhere, and knows better what its
   * reader has.
   */
  public DeliveredAnswer withText(String text) {
    Objects.requireNonNull(text, "text");
    JsonObject message = message().json().with("content", new JsonString(text));
    return new DeliveredAnswer(json.with(MESSAGE, message));
  }

  /** By what a rendered request is known again; empty for one that was not rendered. */
  public String form() {
    return json.text("form").orElse("");
  }

  /** How often the answer has started over, its reader having been told to drop what it had. */
  public int takes() {
    return Math.clamp(json.number("takes").orElse(0), 0, Integer.MAX_VALUE);
  }

  /** The tokens that all attempts so far have used, told or estimated. */
  public Optional<Usage> usage() {
    return json.object("usage").map(Usage::of);
  }

  /** Whether the usage is in part an estimate. */
  public boolean isUsageEstimated() {
    return json.object("usage").flatMap(usage -> usage.flag("estimated")).orElse(false);
  }

  /** What all attempts so far have cost in US dollars, where the prices are known. */
  public OptionalDouble cost() {
    return json.decimal("cost");
  }

  /** Whether more has gone out than was kept, so that nobody can go on with it. */
  public boolean isCut() {
    return json.flag("cut").orElse(false);
  }
}
