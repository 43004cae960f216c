package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What follows from an error: whether and when to ask again, and whether its deployment cools down.
 */
class ErrorConsequencesTest {
  @Test
  void hintIsReadFromHeadersAndWords() {
    Failure header = failure(429, "{}", "Retry-After", "7");
    Failure words = failure(429, "{'error':{'message':'Please try again in 6m0s.'}}");
    Failure google = failure(429, "{'error':{'message':'x','details':[{'retryDelay':'48s'}]}}");

    assertThat(header.retryAfter()).hasValue(Duration.ofSeconds(7));
    assertThat(words.retryAfter()).hasValue(Duration.ofMinutes(6));
    assertThat(google.retryAfter()).hasValue(Duration.ofSeconds(48));
  }

  @Test
  void hintsOfASuccessHeadAreIgnoredAlsoForAnErrorInItsFirstEvent() {
    String error = "{'error':{'message':'x','code':'rate_limit_exceeded'}}";
    String[] head = {
      "Content-Type", "text/event-stream", "Retry-After", "7", "x-should-retry", "false"
    };

    Failure first = stream(Asking.events(error), head);
    Failure second = stream(Asking.events(Asking.text("a"), error), head);
    Failure plain = failure(200, error, "Retry-After", "7", "x-should-retry", "false");

    assertThat(List.of(first, second, plain))
        .allMatch(failure -> failure instanceof Failure.RateLimited && failure.isRetryable())
        .allMatch(failure -> failure.retryAfter().isEmpty());
  }

  @Test
  void hintInTheWordsOfAnErrorInsideASuccessCounts() {
    String error = "{'error':{'message':'Please try again in 6m0s.','code':'rate_limit_exceeded'}}";

    Failure first = stream(Asking.events(error), "Content-Type", "text/event-stream");

    assertThat(first.retryAfter()).hasValue(Duration.ofMinutes(6));
    assertThat(failure(200, error).retryAfter()).hasValue(Duration.ofMinutes(6));
  }

  @ParameterizedTest
  @CsvSource({
    "400, true, true",
    "400, false, false",
    "429, false, false",
    "503, FALSE, false",
    "503, maybe, true",
    "401, true, false",
    "402, true, false",
    "403, true, false",
    "404, true, false",
    "413, true, true"
  })
  void shouldRetryChangesOnlyWhetherToAskAgain(int status, String value, boolean isRetryable) {
    Failure plain = failure(status, "{}");

    Failure told = failure(status, "{}", "x-should-retry", value);

    assertThat(told.isRetryable()).isEqualTo(isRetryable);
    assertThat(told.reach()).isEqualTo(plain.reach());
    assertThat(told.cooldown()).isEqualTo(plain.cooldown());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|{'error':{'message':'The model `m` does not exist','code':'model_not_found'}}|LONG",
        "404|{'error':{'message':'The model `gpt-image-1` does not exist'}}|LONG",
        "404|{'error':{'message':'x','param':'model'}}|LONG",
        "404|{'error':{'code':'404','message':'Resource not found'}}|LONG",
        "404||LONG",
        "404|{'error':{'message':'No such File object: file-abc'}}|NONE",
        "404|{'error':{'message':'gone','param':'file_id'}}|NONE",
        "404|{'error':{'message':'Previous response with id r not found'}}|NONE",
        "404|{'error':{'message':'No endpoints found that support tool use'}}|NONE",
        "403|{'error':{'message':'You have no access to vector store vs_1'}}|NONE",
        "403|{'error':{'message':'Project has no access to model m'}}|LONG",
        "403|{'error':{'message':'no'}}|LONG"
      })
  void deploymentCoolsDownOnlyForWhatIsWrongWithItself(int status, String body, Cooldown cooldown) {
    assertThat(failure(status, body == null ? "" : body).cooldown()).isEqualTo(cooldown);
  }

  @Test
  void sampleThatFailedDoesNotCountAgainstTheDeployment() {
    Failure failure = failure(400, "{'error':{'message':'x','code':'tool_use_failed'}}");

    assertThat(failure.isRetryable()).isTrue();
    assertThat(failure.cooldown()).isEqualTo(Cooldown.NONE);
  }

  private static Failure stream(String body, String... headers) {
    return Asking.over(ScriptedTransport.answering(200, body, headers)).stream()
        .failure
        .orElseThrow();
  }
}
