package dev.mainstay.provider.wire;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An error as a provider tells it, whichever of the many shapes it has.
 *
 * @param message its words, and those of an upstream it quotes; empty where there are none
 * @param isText whether these are all there is of it, so that they may be anybody's
 * @param type its type
 * @param param the request's field it blames
 * @param code its code; numbers as text
 * @param status the status it names itself, for an error inside a 200
 * @param words codes and types, the most telling first
 * @param details further words: which quota it was, how long to wait
 * @param isModerated whether it says what the moderation found
 * @param requestId the request's id, where the body has it
 */
public record ProviderError(
    String message,
    boolean isText,
    Optional<String> type,
    Optional<String> param,
    Optional<String> code,
    OptionalInt status,
    List<String> words,
    List<String> details,
    boolean isModerated,
    Optional<String> requestId) {

  // What is longer is not a code.
  private static final int LONGEST_WORD = 200;
  private static final String STATUS_CODE = "status_code";
  private static final List<String> STATUS_FIELDS =
      List.of(STATUS_CODE, "status", "raw_status_code", "http_code", "code");
  // Where a proxy or a server of few words puts its message.
  private static final List<String> MESSAGE_FIELDS =
      List.of("message", "detail", "errors", "error", "status_msg", "error_msg", "msg", "Message");

  /** An error of which nothing could be read, for the reason {@code message}. */
  public static ProviderError unread(String message) {
    return of(message, false, List.of());
  }

  /** An answer that contradicts itself, as {@code message} says. */
  public static ProviderError malformed(String message) {
    return of(message, false, List.of(ErrorWords.MALFORMED_OUTPUT));
  }

  /** An end of an answer that is as good as an error of the code {@code word}. */
  public static ProviderError ofFinish(String reason, String word) {
    return of("the provider ended the answer with finish_reason " + reason, false, List.of(word));
  }

  private static ProviderError ofText(String text) {
    return of(text, true, List.of());
  }

  private static ProviderError of(String message, boolean isText, List<String> words) {
    return new ProviderError(
        message,
        isText,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        words,
        List.of(),
        false,
        Optional.empty());
  }

  /** The error in a body or an event's data, be it JSON or not; a body may be an event itself. */
  public static ProviderError of(byte[] body) {
    return ofJson(Bodies.trim(body))
        .or(() -> FirstEvent.in(body).flatMap(ProviderError::ofJson))
        .orElseGet(() -> ofText(Bodies.summary(body)));
  }

  private static Optional<ProviderError> ofJson(byte[] text) {
    try {
      return Optional.of(of(Json.parse(text)));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** The error that {@code json} is, or has under {@code error}. */
  public static ProviderError of(JsonValue json) {
    return switch (json) {
      case JsonObject object -> ofObject(object);
      case JsonArray array -> array.first().map(ProviderError::of).orElseGet(() -> ofText(""));
      case JsonString(String text) -> ofText(text);
      default -> ofText(json == JsonNull.NULL ? "" : json.toJson());
    };
  }

  /** Whether {@code json} tells of an error: under {@code error}, or as one itself. */
  public static boolean isIn(JsonObject json) {
    return (json.has("error") && isSomething(json.get("error").orElse(JsonNull.NULL)))
        || json.text("object").orElse("").equals("error")
        || baseResp(json).isPresent()
        || (!json.hasValue("choices") && (isOfType(json) || isBareError(json)));
  }

  private static boolean isOfType(JsonObject json) {
    return json.text("type").filter("error"::equals).isPresent();
  }

  // MiniMax puts a status into every answer; 0 is that of an answer without an error.
  private static Optional<JsonObject> baseResp(JsonObject json) {
    return json.object("base_resp")
        .filter(base -> word(base, STATUS_CODE).filter(code -> !code.equals("0")).isPresent());
  }

  // As the official clients have it: what is empty or false is not an error.
  public static boolean isSomething(JsonValue error) {
    return switch (error) {
      case JsonObject object -> !object.isEmpty();
      case JsonArray array -> !array.isEmpty();
      case JsonString(String text) -> !text.isEmpty();
      case JsonNumber number -> number.doubleValue() != 0;
      case JsonBoolean flag -> flag.value();
      case JsonNull nothing -> false;
    };
  }

  private static boolean isBareError(JsonObject json) {
    return json.hasValue("detail")
        || json.hasValue("errors")
        || Stream.of("message", "error_msg", "msg").anyMatch(name -> json.text(name).isPresent());
  }

  private static ProviderError ofObject(JsonObject outer) {
    JsonValue error =
        outer
            .get("error")
            .filter(ProviderError::isSomething)
            .or(() -> baseResp(outer))
            .orElse(outer);
    JsonObject inner = error instanceof JsonObject object ? object : outer;
    ProviderError told = new Reader(outer, inner, error).read();
    return quoted(told.message).map(told::quoting).orElse(told);
  }

  // Vertex AI hands on what a model's maker answers as the text of its own message.
  private static Optional<ProviderError> quoted(String message) {
    if (!message.startsWith("{")) {
      return Optional.empty();
    }
    try {
      JsonObject json = Json.parseObject(message);
      return isIn(json) ? Optional.of(ofObject(json)) : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private ProviderError quoting(ProviderError quoted) {
    return new ProviderError(
        quoted.message,
        quoted.isText,
        quoted.type.or(() -> type),
        quoted.param.or(() -> param),
        quoted.code.or(() -> code),
        status.isPresent() ? status : quoted.status,
        Stream.of(quoted.words, words).flatMap(List::stream).distinct().toList(),
        Stream.of(quoted.details, details).flatMap(List::stream).toList(),
        isModerated || quoted.isModerated,
        quoted.requestId.or(() -> requestId));
  }

  /** One look at one error. */
  private record Reader(JsonObject outer, JsonObject inner, JsonValue error) {
    ProviderError read() {
      return new ProviderError(
          message(),
          false,
          word(inner, "type").or(() -> word(inner, "error_type")).or(this::amazonType),
          word(inner, "param"),
          code(),
          status(),
          words(),
          details(),
          metadata().has("reasons") || metadata().has("flagged_input"),
          word(outer, "request_id"));
    }

    private Optional<String> amazonType() {
      return word(inner, "__type").map(AmazonType::name);
    }

    private Optional<String> code() {
      return word(inner, "code")
          .or(() -> word(inner, "error_code"))
          .or(() -> word(outer, "code"))
          .or(() -> baseResp(outer).flatMap(base -> word(base, STATUS_CODE)));
    }

    private String message() {
      String own = ownMessage();
      return metadata().get("raw").map(raw -> own + ": " + plain(raw)).orElse(own);
    }

    private String ownMessage() {
      if (error instanceof JsonString(String text)) {
        return text;
      }
      return told(inner).or(() -> told(outer)).orElse("");
    }

    private static Optional<String> told(JsonObject object) {
      return MESSAGE_FIELDS.stream()
          .flatMap(name -> object.get(name).filter(ProviderError::isSomething).stream())
          .map(Reader::ofDetail)
          .findFirst();
    }

    // FastAPI's validation errors: {"detail":[{"type","loc":[...],"msg"}]}.
    private static String ofDetail(JsonValue detail) {
      return switch (detail) {
        case JsonString(String text) -> text;
        case JsonArray list ->
            String.join("; ", list.items().stream().map(Reader::ofDetail).toList());
        case JsonObject object -> ofDetailObject(object);
        default -> detail.toJson();
      };
    }

    private static String ofDetailObject(JsonObject detail) {
      String text = detail.text("msg").or(() -> told(detail)).orElseGet(detail::toJson);
      return detail.array("loc").map(at -> text + " at " + path(at)).orElse(text);
    }

    private static String path(JsonArray at) {
      return String.join(".", at.items().stream().map(Reader::plain).toList());
    }

    private static String plain(JsonValue value) {
      return value instanceof JsonString(String text) ? text : value.toJson();
    }

    private OptionalInt status() {
      return Stream.of(inner, outer)
          .flatMap(object -> STATUS_FIELDS.stream().map(name -> word(object, name)))
          .flatMap(Optional::stream)
          .filter(ProviderError::isErrorStatus)
          .mapToInt(Integer::parseInt)
          .findFirst();
    }

    private List<String> words() {
      List<Optional<String>> words = new ArrayList<>();
      words.add(error instanceof JsonString(String text) ? Optional.of(text) : Optional.empty());
      words.add(LiteLlmException.in(message()));
      words.add(word(metadata(), "limit_source"));
      words.add(word(metadata(), "error_type"));
      words.add(inner.object("innererror").flatMap(object -> word(object, "code")));
      words.add(inner.object("details").flatMap(object -> word(object, "error_code")));
      inner
          .object("error")
          .ifPresent(nested -> {
            words.add(word(nested, "code"));
            words.add(word(nested, "type"));
          });
      words.add(word(inner, "code"));
      words.add(word(inner, "error_code"));
      words.add(word(outer, "code"));
      words.add(
          baseResp(outer)
              .flatMap(base -> word(base, STATUS_CODE))
              .map(code -> ErrorWords.BASE_RESP + code));
      googleDetails().map(detail -> word(detail, "reason")).forEach(words::add);
      words.add(word(inner, "type"));
      words.add(word(inner, "error_type"));
      words.add(amazonType());
      words.add(word(inner, "status"));
      return words.stream()
          .flatMap(Optional::stream)
          .filter(word -> word.length() <= LONGEST_WORD)
          .distinct()
          .toList();
    }

    private List<String> details() {
      List<String> details = new ArrayList<>();
      googleDetails()
          .flatMap(detail -> detail.array("violations").stream().flatMap(JsonArray::objects))
          .forEach(violation -> violation.text("quotaId").ifPresent(details::add));
      googleDetails().forEach(detail -> detail.text("retryDelay").ifPresent(details::add));
      return details;
    }

    private Stream<JsonObject> googleDetails() {
      return inner.array("details").stream().flatMap(JsonArray::objects);
    }

    private JsonObject metadata() {
      return inner.object("metadata").orElse(JsonObject.empty());
    }
  }

  private static boolean isErrorStatus(String word) {
    return word.length() == 3
        && (word.charAt(0) == '4' || word.charAt(0) == '5')
        && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Optional<String> word(JsonObject object, String name) {
    return Optional.ofNullable(wordOf(object.get(name).orElse(JsonNull.NULL)));
  }

  private static @Nullable String wordOf(JsonValue value) {
    return switch (value) {
      case JsonString(String text) -> text.isBlank() ? null : text;
      case JsonNumber(String literal) -> literal;
      default -> null;
    };
  }
}
