package dev.mainstay.gateway.config.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.config.request.RequestOverrides.Accepted;
import dev.mainstay.gateway.config.request.RequestOverrides.Refused;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.transport.Headers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestOverridesTest {
  private static final CallOptions NONE = CallOptions.none();

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void wishesOfTheBodyAreRead(String fields, CallOptions expected) {
    JsonObject body = Json.parseObject("{\"model\":\"chat\"," + fields + "}");

    RequestOverrides overrides = RequestOverrides.of(body, Headers.none());

    assertThat(overrides)
        .isEqualTo(new Accepted(expected, Json.parseObject("{\"model\":\"chat\"}")));
  }

  static Stream<Arguments> wishesOfTheBodyAreRead() {
    return Stream.of(
        Arguments.of("\"num_retries\":0", NONE.withRetries(0)),
        Arguments.of("\"num_retries\":100", NONE.withRetries(100)),
        Arguments.of("\"num_retries\":3.0", NONE.withRetries(3)),
        Arguments.of("\"num_retries\":null", NONE),
        Arguments.of("\"timeout\":0.25", NONE.withTimeout(Duration.ofMillis(250))),
        Arguments.of("\"timeout\":1e-12", NONE.withTimeout(Duration.ofNanos(1))),
        Arguments.of("\"stream_timeout\":5", NONE.withStreamTimeout(Duration.ofSeconds(5))),
        Arguments.of("\"fallbacks\":[\"a\",\"b\"]", NONE.withFallbacks(List.of("a", "b"))),
        Arguments.of("\"fallbacks\":[{\"model\":\"a\"}]", NONE.withFallbacks(List.of("a"))),
        Arguments.of("\"fallbacks\":[]", NONE.withoutFallbacks()),
        Arguments.of("\"fallbacks\":[\"a\"],\"disable_fallbacks\":true", NONE.withoutFallbacks()),
        Arguments.of("\"disable_fallbacks\":false", NONE),
        Arguments.of("\"litellm_metadata\":{\"a\":1}", NONE),
        Arguments.of("\"tags\":[\"a\",\"b\"]", NONE.withTags(List.of("a", "b"))),
        Arguments.of("\"tags\":\"a\"", NONE.withTags(List.of("a"))),
        Arguments.of(
            "\"tags\":[\"a\"],\"litellm_metadata\":{\"tags\":[\"b\",\"a\"]}",
            NONE.withTags(List.of("a", "b"))),
        Arguments.of("\"litellm_session_id\":\"s-1\"", NONE.withSession("s-1")),
        Arguments.of("\"priority\":-3", NONE.withPriority(-3)),
        Arguments.of("\"litellm_metadata\":{\"session_id\":\"s-1\"}", NONE.withSession("s-1")),
        Arguments.of("\"context_window_fallbacks\":null", NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'drop_params':true | 'drops_unsupported':true",
        "'drop_params':'True' | 'drops_unsupported':'True'",
        "'additional_drop_params':['seed'],'seed':1 | 'dropped_params':['seed'],'seed':1",
        "'allowed_openai_params':['seed'],'timeout':1 | 'allowed_params':['seed']",
      })
  void whatIsSaidOfParametersGoesOnUnderTheLibrarysNames(String asked, String expected) {
    JsonObject body = Json.parseObject(("{" + asked + "}").replace('\'', '"'));

    assertThat(RequestOverrides.of(body, Headers.none()))
        .asInstanceOf(InstanceOfAssertFactories.type(Accepted.class))
        .extracting(Accepted::body)
        .isEqualTo(Json.parseObject(("{" + expected + "}").replace('\'', '"')));
  }

  /** SEMANTICS 7.2: OpenAI refuses a list in its metadata. */
  @Test
  void listOfTagsInMetadataIsUsedAndNotForwarded() {
    JsonObject body = Json.parseObject("{\"metadata\":{\"tags\":[\"a\"],\"team\":\"x\"}}");

    assertThat(RequestOverrides.of(body, Headers.none()))
        .isEqualTo(
            new Accepted(
                NONE.withTags(List.of("a")), Json.parseObject("{\"metadata\":{\"team\":\"x\"}}")));
  }

  @Test
  void wishesOfTheHeadersAreReadAndGoBeforeThoseOfTheBody() {
    JsonObject body = Json.parseObject("{\"num_retries\":1,\"timeout\":99}");
    Headers headers =
        Headers.of(
            "X-LiteLLM-Num-Retries", "4",
            "x-litellm-timeout", " 2.5 ",
            "x-litellm-stream-timeout", "7",
            "x-litellm-tags", "fast, eu,,fast",
            "x-litellm-session-id", " s-1 ");

    RequestOverrides overrides = RequestOverrides.of(body, headers);

    CallOptions expected =
        NONE.withRetries(4)
            .withTimeout(Duration.ofMillis(2500))
            .withStreamTimeout(Duration.ofSeconds(7))
            .withTags(List.of("fast", "eu"))
            .withSession("s-1");
    assertThat(overrides).isEqualTo(new Accepted(expected, JsonObject.empty()));
  }

  @Test
  void tagsAndSessionOfOpenAisOwnMetadataAreReadAndAllButTheListGoesOn() {
    JsonObject body =
        Json.parseObject(
            "{\"metadata\": {\"tags\": [\"a\"], \"session_id\": \"s-1\", \"x\": \"y\"}, \"tags\":"
                + " [\"b\"]}");

    RequestOverrides overrides = RequestOverrides.of(body, Headers.of("x-litellm-tags", "c"));

    assertThat(overrides)
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> {
              assertThat(accepted.options())
                  .isEqualTo(NONE.withTags(List.of("c", "b", "a")).withSession("s-1"));
              assertThat(accepted.body().object("metadata"))
                  .hasValue(Json.parseObject("{\"session_id\": \"s-1\", \"x\": \"y\"}"));
            });
  }

  @Test
  void metadataThatIsNotOursToReadIsLeftAlone() {
    JsonObject body = Json.parseObject("{\"metadata\": {\"tags\": {\"a\": 1}, \"session_id\": 5}}");

    RequestOverrides overrides = RequestOverrides.of(body, Headers.none());

    assertThat(overrides).isEqualTo(new Accepted(NONE, body));
  }

  @Test
  void bodyWithoutWishesStaysTheVerySame() {
    JsonObject body = Json.parseObject("{ \"model\" : \"chat\", \"metadata\": {\"tags\": \"x\"} }");

    RequestOverrides overrides = RequestOverrides.of(body, Headers.none());

    assertThat(overrides)
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> {
              assertThat(accepted.body()).isSameAs(body);
              assertThat(accepted.options()).isEqualTo(NONE.withTags(List.of("x")));
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void impossibleWishIsRefusedWithItsNameAndRange(String fields, String param, String message) {
    JsonObject body = Json.parseObject("{" + fields + "}");

    RequestOverrides overrides = RequestOverrides.of(body, Headers.none());

    assertThat(overrides).isEqualTo(new Refused(param, message));
  }

  static Stream<Arguments> impossibleWishIsRefusedWithItsNameAndRange() {
    String retries = "; use a whole number, 0 (never) to 100";
    String seconds = "; use a number of seconds above 0, up to 1,000,000,000";
    String groups = "; use a list of models, as in [\"gpt-4o\", \"backup\"]";
    return Stream.of(
        refused("\"num_retries\":101", "num_retries", "num_retries is 101" + retries),
        refused("\"num_retries\":-1", "num_retries", "num_retries is -1" + retries),
        refused("\"num_retries\":1.5", "num_retries", "num_retries is 1.5" + retries),
        refused("\"num_retries\":1e999", "num_retries", "num_retries is 1e999" + retries),
        refused("\"num_retries\":\"2\"", "num_retries", "num_retries is \"2\"" + retries),
        refused("\"num_retries\":true", "num_retries", "num_retries is true" + retries),
        refused("\"timeout\":0", "timeout", "timeout is 0" + seconds),
        refused("\"timeout\":-3", "timeout", "timeout is -3" + seconds),
        refused("\"timeout\":1e10", "timeout", "timeout is 1e10" + seconds),
        refused("\"timeout\":[1]", "timeout", "timeout is [1]" + seconds),
        refused("\"stream_timeout\":0", "stream_timeout", "stream_timeout is 0" + seconds),
        refused("\"fallbacks\":\"a\"", "fallbacks", "fallbacks is \"a\"" + groups),
        refused("\"fallbacks\":[1]", "fallbacks", "fallbacks is [1]" + groups),
        refused(
            "\"fallbacks\":[{\"model\":\"a\",\"n\":2}]",
            "fallbacks",
            "fallbacks is [{\"model\":\"a\",\"n\":2}]" + groups),
        refused(
            "\"tags\":[1]", "tags", "tags is [1]; use a list of texts, as in [\"fast\", \"eu\"]"),
        refused(
            "\"litellm_metadata\":{\"tags\":5}",
            "litellm_metadata.tags",
            "litellm_metadata.tags is 5; use a list of texts, as in [\"fast\", \"eu\"]"),
        refused(
            "\"priority\":1.5",
            "priority",
            "priority is 1.5; use a whole number, -1,000,000 to 1,000,000: the lower goes first"),
        refused(
            "\"litellm_session_id\":5",
            "litellm_session_id",
            "litellm_session_id is 5; use a text that names the session"),
        refused(
            "\"context_window_fallbacks\":[{\"a\":[\"b\"]}]",
            "context_window_fallbacks",
            "context_window_fallbacks cannot be set in a request; set them in the configuration's"
                + " router_settings, or fallbacks here"),
        refused(
            "\"content_policy_fallbacks\":[]",
            "content_policy_fallbacks",
            "content_policy_fallbacks cannot be set in a request; set them in the configuration's"
                + " router_settings, or fallbacks here"),
        refused(
            "\"disable_fallbacks\":1",
            "disable_fallbacks",
            "disable_fallbacks is 1; use true or false"),
        refused(
            "\"num_retries\":500,\"timeout\":0", "num_retries", "num_retries is 500" + retries));
  }

  @Test
  void impossibleHeaderIsRefusedByItsName() {
    Headers headers = Headers.of("x-litellm-timeout", "soon");

    RequestOverrides overrides = RequestOverrides.of(JsonObject.empty(), headers);

    assertThat(overrides)
        .isEqualTo(
            new Refused(
                "x-litellm-timeout",
                "x-litellm-timeout is \"soon\"; use a number of seconds above 0, up to"
                    + " 1,000,000,000"));
  }

  private static Arguments refused(String fields, String param, String message) {
    return Arguments.of(fields, param, message);
  }
}
