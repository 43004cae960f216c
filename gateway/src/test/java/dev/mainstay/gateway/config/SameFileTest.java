package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that has not changed must not be taken for one that has: SEMANTICS 7.3. */
class SameFileTest {
  private static final String MODEL =
      """
      model_list:
        - model_name: chat
          litellm_params: {model: openai/gpt-4o, api_key: k}
      """;

  @Test
  void readTwiceIsTheSame() {
    assertThat(Reading.of(MODEL)).isEqualTo(Reading.of(MODEL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_group_alias: {gpt: chat}",
        "routing_strategy: least-busy",
        "allowed_fails: 2",
        "num_retries: 1"
      })
  void readTwiceIsTheSameWithASettingAndDiffersFromTheFileWithoutIt(String setting) {
    String changed = MODEL + "router_settings: {" + setting + "}\n";

    assertThat(Reading.of(changed)).isEqualTo(Reading.of(changed)).isNotEqualTo(Reading.of(MODEL));
  }
}
