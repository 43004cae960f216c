package dev.mainstay.gateway.config.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.config.request.RequestOverrides.Accepted;
import dev.mainstay.gateway.config.request.RequestOverrides.Refused;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.transport.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in {@code extra_body} counts as if it stood in the request. */
class ExtraFieldsTest {
  private static final CallOptions NONE = CallOptions.none();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "api_base":"http://elsewhere"               | api_base
          "api_key":"sk-other"                        | api_key
          "aws_region_name":"eu-west-1"               | aws_region_name
          "vertex_credentials":"{}"                   | vertex_credentials
          "guardrails":["pii"]                        | guardrails
          "policies":["p"]                            | policies
          "max_budget":1                              | max_budget
          "prompt_id":"p"                             | prompt_id
          "context_window_fallbacks":[]               | context_window_fallbacks
          "metadata":{"guardrails":["pii"]}           | metadata.guardrails
          "litellm_metadata":{"policies":["p"]}       | litellm_metadata.policies
          """)
  void whatIsRefusedInARequestIsRefusedThereToo(String field, String param) {
    assertThat(of("\"extra_body\":{\"top_k\":1," + field + "}"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.param()).isEqualTo(param));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"mock_response\":\"hi\"",
        "\"cache\":{\"no-cache\":true}",
        "\"litellm_params\":{}",
        "\"input_cost_per_token\":0",
        "\"extra_headers\":{\"authorization\":\"k\"}",
        "\"api_key\":null",
      })
  void whatIsTakenOffARequestIsTakenOffThereToo(String field) {
    assertThat(of("\"extra_body\":{\"top_k\":1," + field + "}"))
        .isEqualTo(new Accepted(NONE, body("\"extra_body\":{\"top_k\":1}")));
  }

  @Test
  void whatIsTakenOffThereIsTold() {
    assertThat(
            RequestOverrides.withoutEffect(
                body("\"extra_body\":{\"top_k\":1,\"mock_response\":\"hi\"},\"caching\":true")))
        .containsExactlyInAnyOrder("mock_response", "caching");
  }

  @Test
  void whatIsObeyedInARequestIsObeyedThereToo() {
    assertThat(
            of(
                "\"extra_body\":{\"num_retries\":4,\"fallbacks\":[\"b\"],\"tags\":[\"eu\"],"
                    + "\"drop_params\":true,\"optional_openai_params\":[\"seed\"]}"))
        .isEqualTo(
            new Accepted(
                NONE.withRetries(4).withFallbacks(List.of("b")).withTags(List.of("eu")),
                body("\"drops_unsupported\":true,\"optional_openai_params\":[\"seed\"]")));
    assertThat(of("\"extra_body\":{\"num_retries\":-1}")).isInstanceOf(Refused.class);
  }

  @Test
  void requestsOwnGoesFirst() {
    assertThat(of("\"num_retries\":1,\"extra_body\":{\"num_retries\":4}"))
        .isEqualTo(new Accepted(NONE.withRetries(1), body("")));
  }

  @Test
  void listOfTagsInMetadataIsReadAndNotForwarded() {
    assertThat(of("\"extra_body\":{\"metadata\":{\"tags\":[\"eu\"],\"team\":\"a\"}}"))
        .isEqualTo(
            new Accepted(NONE.withTags(List.of("eu")), body("\"metadata\":{\"team\":\"a\"}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"extra_body\":{\"top_k\":1,\"metadata\":{\"team\":\"a\"},\"user\":\"u\"}",
        "\"extra_body\":\"none\"",
        "\"extra_body\":null",
        "\"extra_body\":{}"
      })
  void whatIsForTheProviderStaysThere(String extra) {
    assertThat(of(extra)).isEqualTo(new Accepted(NONE, body(extra)));
  }

  private static RequestOverrides of(String fields) {
    return RequestOverrides.of(body(fields), Headers.none());
  }

  private static JsonObject body(String fields) {
    return Json.parseObject("{\"model\":\"chat\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
  }
}
