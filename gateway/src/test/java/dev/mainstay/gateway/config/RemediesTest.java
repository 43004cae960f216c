package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.gateway.config.words.Remedies;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemediesTest {
  private static final Pattern KEY = Pattern.compile("raise (\\w+) to wait longer");

  @ParameterizedTest
  @EnumSource(TimeoutPhase.class)
  void timeoutNamesAKeyThatThereIs(TimeoutPhase phase) {
    Failure late = new Failure.TimedOut(phase, FailureDetail.of("late"));

    assertThat(KEY.matcher(Remedies.told(late)).results().map(found -> found.group(1)))
        .allMatch(Place.ROUTER.own()::contains);
  }

  @Test
  void parameterThatMayBeDroppedNamesTheKeyForIt() {
    Failure failure = UnsupportedException.parameter("acme", "seed").failure();

    assertThat(Remedies.told(failure))
        .isEqualTo(
            "acme does not take 'seed'; leave it out, or set drop_params, which leaves out what a"
                + " provider does not take");
    assertThat(Place.LITELLM.own()).contains("drop_params");
  }

  @ParameterizedTest
  @CsvSource({"body_too_large, max_request_size_mb", "headers_too_large, max_header_size_kb"})
  void refusalForItsSizeNamesTheKeyThatAllowsMore(String code, String key) {
    assertThat(Remedies.againstRefusal(code)).contains(key);
    assertThat(Place.GENERAL.own()).contains(key);
  }
}
