package dev.mainstay.gateway.config.request;

import dev.mainstay.gateway.config.request.RequestOverrides.Accepted;
import dev.mainstay.gateway.config.request.RequestOverrides.Refused;
import dev.mainstay.gateway.config.words.Seconds;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one request's wishes; the first that cannot be met is kept. */
final class OverrideReader {
  private static final String RETRIES = "a whole number, 0 (never) to " + RetryPolicy.MAX_RETRIES;
  private static final int MOST_PRIORITY = 1_000_000;
  private static final String HEADERS = "x-litellm-";
  private static final String GROUPS = "a list of models, as in [\"gpt-4o\", \"backup\"]";

  private final JsonObject body;
  private final Headers headers;
  private @Nullable Refused refused;

  OverrideReader(JsonObject body, Headers headers) {
    this.body = body;
    this.headers = headers;
  }

  RequestOverrides read() {
    if (!ControlFields.areIn(body) && !areInHeaders()) {
      return new Accepted(CallOptions.none(), ParameterFields.renamedIn(body));
    }
    CallOptions options = options();
    ControlFields.refusals(body).forEach(this::refuse);
    return refused != null ? refused : new Accepted(options, withoutListOfTags(ownBody()));
  }

  private JsonObject ownBody() {
    return ParameterFields.renamedIn(body.without(ControlFields.ALL));
  }

  private boolean areInHeaders() {
    for (Field header : headers.entries()) {
      if (header.name().regionMatches(true, 0, HEADERS, 0, HEADERS.length())) {
        return true;
      }
    }
    return false;
  }

  private CallOptions options() {
    CallOptions o = CallOptions.none();
    OptionalInt retries = retries();
    o = retries.isPresent() ? o.withRetries(retries.getAsInt()) : o;
    o = seconds("timeout", "x-litellm-timeout").map(o::withTimeout).orElse(o);
    o = seconds("stream_timeout", "x-litellm-stream-timeout").map(o::withStreamTimeout).orElse(o);
    o = fallbacks().map(o::withFallbacks).orElse(o);
    o = isWithoutFallbacks() ? o.withoutFallbacks() : o;
    o = o.withTags(new TagReader(body, headers).read(this::refuse));
    OptionalInt priority = priority();
    o = priority.isPresent() ? o.withPriority(priority.getAsInt()) : o;
    return session().map(o::withSession).orElse(o);
  }

  /** Is told what cannot be met. */
  @FunctionalInterface
  interface Complaint {
    void tell(String name, JsonValue value, String range);
  }

  private Optional<String> session() {
    Wish wish = wish("litellm_session_id", "x-litellm-session-id");
    if (wish.isAbsent()) {
      return sessionIn("litellm_metadata").or(() -> sessionIn("metadata"));
    }
    if (wish.value() instanceof JsonString(String id) && !id.isBlank()) {
      return Optional.of(id);
    }
    refuse(wish, "a text that names the session");
    return Optional.empty();
  }

  private Optional<String> sessionIn(String field) {
    return body.object(field).flatMap(o -> o.text("session_id")).filter(id -> !id.isBlank());
  }

  private void refuse(String field, String message) {
    if (refused == null) {
      refused = new Refused(field, message);
    }
  }

  // OpenAI refuses metadata whose values are not texts.
  private static JsonObject withoutListOfTags(JsonObject body) {
    return body.object("metadata")
        .filter(metadata -> metadata.array(TagReader.TAGS).isPresent())
        .map(metadata -> metadata.without(Set.of(TagReader.TAGS)))
        .map(
            rest -> rest.isEmpty() ? body.without(Set.of("metadata")) : body.with("metadata", rest))
        .orElse(body);
  }

  private OptionalInt retries() {
    Wish wish = wish("num_retries", "x-litellm-num-retries");
    if (wish.isAbsent()) {
      return OptionalInt.empty();
    }
    double count = wish.number().orElse(-1);
    if (count != Math.rint(count) || count < 0 || count > RetryPolicy.MAX_RETRIES) {
      refuse(wish, RETRIES);
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) count);
  }

  private OptionalInt priority() {
    Wish wish = wish("priority");
    if (wish.isAbsent()) {
      return OptionalInt.empty();
    }
    double priority = wish.number().orElse(Double.NaN);
    if (priority != Math.rint(priority) || Math.abs(priority) > MOST_PRIORITY) {
      refuse(wish, "a whole number, -1,000,000 to 1,000,000: the lower goes first");
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) priority);
  }

  private Optional<Duration> seconds(String field, String header) {
    Wish wish = wish(field, header);
    if (wish.isAbsent()) {
      return Optional.empty();
    }
    Optional<Duration> seconds = Seconds.of(wish.number().orElse(0));
    if (seconds.isEmpty()) {
      refuse(wish, Seconds.RANGE);
    }
    return seconds;
  }

  private Optional<List<String>> fallbacks() {
    Wish wish = wish("fallbacks");
    if (wish.isAbsent()) {
      return Optional.empty();
    }
    List<String> groups = new ArrayList<>();
    if (!(wish.value() instanceof JsonArray items)) {
      refuse(wish, GROUPS);
      return Optional.empty();
    }
    for (JsonValue item : items) {
      group(item).ifPresentOrElse(groups::add, () -> refuse(wish, GROUPS));
    }
    return Optional.of(groups);
  }

  // LiteLLM takes other messages and parameters beside the model, too; doing without them would be
  // a lie.
  private static Optional<String> group(JsonValue item) {
    return switch (item) {
      case JsonString(String name) -> Optional.of(name);
      case JsonObject object when object.size() == 1 -> object.text("model");
      default -> Optional.empty();
    };
  }

  private boolean isWithoutFallbacks() {
    Wish wish = wish("disable_fallbacks");
    if (wish.isAbsent()) {
      return false;
    }
    if (wish.value() instanceof JsonBoolean flag) {
      return flag.value();
    }
    refuse(wish, "true or false");
    return false;
  }

  private Wish wish(String field, String header) {
    return headers
        .first(header)
        .map(text -> new Wish(header, new JsonString(text.strip())))
        .orElseGet(() -> wish(field));
  }

  private Wish wish(String field) {
    return new Wish(field, body.get(field).orElse(JsonNull.NULL));
  }

  private void refuse(Wish wish, String range) {
    refuse(wish.name(), wish.value(), range);
  }

  private void refuse(String name, JsonValue value, String range) {
    if (refused == null) {
      refused = new Refused(name, name + " is " + Words.cut(value.toJson()) + "; use " + range);
    }
  }

  /** What a request says under one name; headers say text. */
  private record Wish(String name, JsonValue value) {
    boolean isAbsent() {
      return value == JsonNull.NULL;
    }

    OptionalDouble number() {
      return switch (value) {
        case JsonNumber number -> OptionalDouble.of(number.doubleValue());
        case JsonString(String text) when name.startsWith("x-") -> Seconds.number(text);
        default -> OptionalDouble.empty();
      };
    }
  }
}
