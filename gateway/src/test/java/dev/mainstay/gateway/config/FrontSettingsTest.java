package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What callers are shown beside the address. */
class FrontSettingsTest {
  private static final String MINIMAL =
      """
      model_list:
        - model_name: chat
          litellm_params: {model: openai/gpt-4o, api_key: sk-test-0123456789abcdef}
      """;

  @Test
  void websitesThatMayCallAreListedAsBrowsersNameThem() {
    GatewayConfig one =
        Reading.config(MINIMAL + "general_settings: {cors_allow_origins: 'http://a:3'}");
    GatewayConfig two =
        Reading.config(
            MINIMAL
                + """
                general_settings:
                  cors_allow_origins: [https://A.example:443, http://localhost:3000]
                """);

    assertThat(Reading.config(MINIMAL).front().corsOrigins()).isEmpty();
    assertThat(one.front().corsOrigins()).containsExactly("http://a:3");
    assertThat(two.front().corsOrigins())
        .containsExactly("https://a.example", "http://localhost:3000");
  }

  @Test
  void whatIsNotAnOriginStopsTheStart() {
    assertThat(
            Reading.problems(
                MINIMAL + "general_settings: {cors_allow_origins: [https://a.example/, '*.b']}"))
        .anyMatch(problem ->
            problem.contains(
                "cors_allow_origins has 'https://a.example/', which is not an origin; write"
                    + " scheme, host and port alone, as in https://app.example.com, or '*'"))
        .anyMatch(problem -> problem.contains("cors_allow_origins has '*.b'"));
  }

  @Test
  void everyWebsiteWithoutAKeyIsWarnedOf() {
    assertThat(Reading.problems(MINIMAL + "general_settings: {cors_allow_origins: '*'}"))
        .anyMatch(problem -> problem.contains("every website that is visited on this machine"));
    assertThat(
            Reading.problems(
                MINIMAL + "general_settings: {cors_allow_origins: '*', master_key: sk-1234}"))
        .isEmpty();
  }
}
