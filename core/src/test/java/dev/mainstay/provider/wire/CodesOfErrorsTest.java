package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider that puts a sentence where a code belongs may quote what was asked. */
class CodesOfErrorsTest {
  private static final String SENTENCE = "The prompt 'MY PROMPT' is not one";

  /** Each name under which some provider has a code, a type, a field or an id. */
  private static final String[] NAMES = {
    "code", "type", "param", "status", "error_code", "error_type", "__type", "request_id", "id"
  };

  static Stream<Arguments> errors() {
    return Arrays.stream(EveryDialect.values())
        .flatMap(dialect ->
            Stream.of(400, 404, 429, 500)
                .flatMap(status ->
                    Stream.of("", "It is refused.")
                        .map(message -> Arguments.of(dialect, status, message))));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void sentenceInPlaceOfACodeIsForTheCallerAlone(EveryDialect dialect, int status, String message) {
    Failure failure = refused(dialect, status, body(SENTENCE, message), SENTENCE);

    assertThat(failure.detail().code()).hasValue(SENTENCE);
    assertThat(failure.withoutQuoted().toString()).doesNotContain("MY PROMPT");
  }

  @ParameterizedTest
  @MethodSource("errors")
  void longSentenceInPlaceOfACodeIsForTheCallerAlone(
      EveryDialect dialect, int status, String message) {
    String story = (SENTENCE + ". ").repeat(20);

    Failure failure = refused(dialect, status, body(story, message), story);

    assertThat(failure.detail().code())
        .hasValueSatisfying(code -> assertThat(code).startsWith(SENTENCE).hasSizeLessThan(300));
    assertThat(failure.withoutQuoted().toString()).doesNotContain("MY PROMPT");
  }

  @ParameterizedTest
  @MethodSource("errors")
  void codeIsInEvents(EveryDialect dialect, int status, String message) {
    Failure failure = refused(dialect, status, body("a_code-1.b:c/d[0]", message), "req_1");

    assertThat(failure.withoutQuoted().detail().code()).hasValue("a_code-1.b:c/d[0]");
    assertThat(failure.withoutQuoted().detail().type()).hasValue("a_code-1.b:c/d[0]");
    assertThat(failure.withoutQuoted().detail().param()).hasValue("a_code-1.b:c/d[0]");
    assertThat(failure.withoutQuoted().detail().requestId()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("errors")
  void titleOfAPageInPlaceOfAnErrorIsForTheCallerAlone(
      EveryDialect dialect, int status, String message) {
    String page = "<html><title>MY PROMPT</title>" + message;

    Failure failure = refused(dialect, status, page, "req_1");

    assertThat(failure.messageToCaller()).contains("MY PROMPT");
    assertThat(failure.withoutQuoted().toString()).doesNotContain("MY PROMPT");
  }

  private static Failure refused(EveryDialect dialect, int status, String body, String id) {
    ScriptedTransport transport =
        ScriptedTransport.answering(status, body, "x-request-id", id, "content-type", "text/html");
    return dialect
        .ask(transport, dialect.deployment(), ChatRequest.of("m", "MY PROMPT"))
        .failure
        .orElseThrow();
  }

  private static String body(String word, String message) {
    JsonObject error = JsonObject.of("message", new JsonString(message));
    for (String name : NAMES) {
      error = error.with(name, new JsonString(word));
    }
    JsonObject detail = JsonObject.of("reason", new JsonString(word));
    return error
        .with("error", error.with("details", JsonArray.of(detail)))
        .with("message", new JsonString(message))
        .toJson();
  }
}
