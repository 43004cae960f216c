package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kind of failure an error is, by its status, its codes and its words. */
class ClassifierTest {
  @ParameterizedTest
  @CsvSource({
    "400, BadRequest",
    "401, Unauthenticated",
    "402, QuotaExceeded",
    "403, PermissionDenied",
    "404, NotFound",
    "405, NotFound",
    "408, TimedOut",
    "409, ServerError",
    "410, NotFound",
    "413, RequestTooLarge",
    "418, BadRequest",
    "422, Unprocessable",
    "424, ServerError",
    "429, RateLimited",
    "498, Overloaded",
    "499, TimedOut",
    "500, ServerError",
    "502, ServerError",
    "503, Overloaded",
    "504, TimedOut",
    "520, ServerError",
    "529, Overloaded"
  })
  void statusDecidesWhereNothingElseTells(int status, String kind) {
    Failure failure = failure(status, "");

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail().status()).hasValue(status);
    assertThat(failure.message()).contains(String.valueOf(status));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{'error':{'message':'x','code':'context_length_exceeded'}}|ContextWindowExceeded",
        "400|{'error':{'message':'x','code':'content_filter'}}|ContentPolicyViolation",
        "400|{'error':{'message':'x','code':'bio_policy'}}|ContentPolicyViolation",
        "400|{'error':{'message':'x','innererror':{'code':'ResponsibleAIPolicyViolation'}}}"
            + "|ContentPolicyViolation",
        "403|{'error':{'message':'x','code':403,'metadata':{'reasons':['violence']}}}"
            + "|ContentPolicyViolation",
        "400|{'error':{'message':'x','code':'unsupported_value'}}|UnsupportedParameter",
        "400|{'error':{'message':'x','code':'model_not_found'}}|NotFound",
        "400|{'error':{'message':'x','code':'tool_use_failed'}}|MalformedAnswer",
        "400|{'error':{'message':'x','code':'json_validate_failed'}}|MalformedAnswer",
        "400|{'error':{'message':'x','type':'authentication_error','code':'invalid_request_error'}}"
            + "|Unauthenticated",
        "401|{'error':{'message':'x','type':'api_error'}}|Unauthenticated",
        "400|[{'error':{'code':400,'message':'x','status':'INVALID_ARGUMENT',"
            + "'details':[{'reason':'API_KEY_INVALID'}]}}]|Unauthenticated",
        "402|{'error':{'message':'x','metadata':{'limit_source':'openrouter_in_flight_budget'}}}"
            + "|RateLimited",
        "429|{'error':{'message':'x','type':'insufficient_quota','code':null}}|QuotaExceeded",
        "429|{'object':'error','message':'x','type':'t','code':'3505'}|Overloaded",
        "429|{'error':{'message':'x','type':'rate_limit_error','code':'slow_down'}}|RateLimited",
        "503|{'error':{'message':'x','code':'slow_down'}}|Overloaded",
        "413|{'error':{'message':'x','code':'rate_limit_exceeded'}}|RequestTooLarge",
        "502|{'error':{'code':502,'message':'x','metadata':{'error_type':'provider_unavailable'}}}"
            + "|Overloaded",
        "429|{'error':{'code':429,'message':'x','status':'RESOURCE_EXHAUSTED','details':"
            + "[{'violations':[{'quotaId':'RequestsPerDayPerModel'}]}]}}|QuotaExceeded"
      })
  void codesAndTypesDecideBeforeTheStatus(int status, String body, String kind) {
    assertThat(failure(status, body).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{'errors':[{'code':'invalid_input_argument','message':'the number of input tokens 9"
            + " cannot exceed the total tokens limit 8 for this model'}],'trace':'t',"
            + "'status_code':400}|ContextWindowExceeded",
        "400|{'error':{'error':'Too many tokens in the request','error_code':4001}}|BadRequest",
        "400|{'error':{'error':'too many input tokens','error_code':4001}}|ContextWindowExceeded",
        "429|{'error_code':'REQUEST_LIMIT_EXCEEDED','message':'x'}|RateLimited",
        "400|{'error_code':336007,'error_msg':'the max input length is 5'}|ContextWindowExceeded",
        "429|{'error':{'http_code':'429','message':'insufficient balance (1008)',"
            + "'type':'insufficient_balance_error'}}|QuotaExceeded",
        "429|{'error':{'code':'1305','message':'x'}}|Overloaded",
        "400|{'error':{'code':400,'type':'exceed_context_size_error','message':'x'}}"
            + "|ContextWindowExceeded",
        "400|{'error':{'type':null,'code':'400','message':'litellm.ContextWindowExceededError: x'}}"
            + "|ContextWindowExceeded",
        "400|{'error':{'code':'400','message':'litellm.BadRequestError: litellm."
            + "ContentPolicyViolationError: x'}}|ContentPolicyViolation",
        "429|{'error':{'code':'429','message':'litellm.RateLimitError: your credit balance is too"
            + " low'}}|QuotaExceeded",
        "404|{'error':{'code':'404','message':'litellm.NotFoundError: x'}}|NotFound",
        "429|{'type':'error','error':{'type':'rate_limit_error','message':'x','details':"
            + "{'error_code':'enforced_spend_limit_reached'}}}|QuotaExceeded",
        "500|{'code':500,'msg':'404 NOT_FOUND','success':false}|ServerError"
      })
  void whatProxiesAndServersOfFewWordsSayIsUnderstood(int status, String body, String kind) {
    assertThat(failure(status, body).kind()).isEqualTo(kind);
    assertThat(failure(status, body).message()).doesNotContain("without a message");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|prompt is too long: 9 tokens > 8 maximum|ContextWindowExceeded",
        "400|max_tokens is too large: 9. This model's maximum context length is"
            + " 8|ContextWindowExceeded",
        "500|litellm: input is too long for requested model|ContextWindowExceeded",
        "400|input length and max_tokens exceed context limit: 9 + 9 > 10|ContextWindowExceeded",
        "400|max_tokens is too large: 9. This model supports at most 8 completion tokens"
            + "|UnsupportedParameter",
        "400|The maximum tokens you requested exceeds the model limit of 8|UnsupportedParameter",
        "400|`max_tokens` must be less than or equal to `8`|UnsupportedParameter",
        "400|registry/x does not support tools|UnsupportedParameter",
        "400|This model does not support assistant message prefill|UnsupportedParameter",
        "400|Output blocked by content filtering policy|ContentPolicyViolation",
        "403|m requires moderation|ContentPolicyViolation",
        "400|Incorrect API key provided|Unauthenticated",
        "400|Your credit balance is too low|QuotaExceeded",
        "400|You have reached your specified API usage limits|QuotaExceeded",
        "429|You have used all available credits|QuotaExceeded",
        "429|Rate limit exceeded: free-models-per-day|QuotaExceeded",
        "429|tokens per day (TPD): Limit 9, Used 8, Requested 2|QuotaExceeded",
        "429|tokens per min (TPM): Limit 9, Used 8, Requested 2|RateLimited",
        "429|tokens per min (TPM): Limit 9, Requested 10|RequestTooLarge",
        "429|You exceeded your current quota|RateLimited",
        "429|Service tier capacity exceeded for this model|Overloaded",
        "400|zzz is not a valid model ID|NotFound",
        "400|The model `zzz` does not exist|NotFound",
        "400|Model Not Exist|NotFound",
        "400|something else|BadRequest",
        "404|the maximum context length page is gone|NotFound"
      })
  void messageDecidesWhereNoCodeDoes(int status, String message, String kind) {
    assertThat(failure(status, "{'error':{'message':\"" + message + "\"}}").kind()).isEqualTo(kind);
  }

  @Test
  void errorOfAnUpstreamIsReadToo() {
    Failure failure =
        failure(
            400,
            "{'error':{'code':400,'message':'Provider returned error',"
                + "'metadata':{'raw':'prompt is too long: 9 tokens > 8 maximum'}}}");

    assertThat(failure).isInstanceOf(Failure.ContextWindowExceeded.class);
    assertThat(failure.message())
        .isEqualTo("Provider returned error: prompt is too long: 9 tokens > 8 maximum");
  }

  @Test
  void amazonTellsTheTypeInAHeader() {
    Failure failure =
        failure(
            400, "{'message':'x'}", "x-amzn-ErrorType", "ServiceQuotaExceededException:http://a/");

    assertThat(failure).isInstanceOf(Failure.QuotaExceeded.class);
  }

  @Test
  void timeoutOfTheProviderIsToldAsItsOwn() {
    assertThat(failure(504, ""))
        .isInstanceOfSatisfying(
            Failure.TimedOut.class,
            timedOut -> assertThat(timedOut.phase()).isEqualTo(TimeoutPhase.PROVIDER));
    assertThat(failure(504, "").cooldown()).isEqualTo(Cooldown.COUNTS);
  }

  @Test
  void cancellationThatIsNotOursIsATimeout() {
    Failure failure = failure(499, "{'error':{'message':'client closed request'}}");

    assertThat(failure).isInstanceOf(Failure.TimedOut.class);
    assertThat(failure.cooldown()).isEqualTo(Cooldown.COUNTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {304, 305, 399})
  void statusThatIsNeitherARedirectNorAnErrorIsMalformed(int status) {
    Failure failure = failure(status, "");

    assertThat(failure).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(failure.message()).isEqualTo("the answer has the status " + status);
  }

  @Test
  void redirectIsNotFollowedAndToldWithItsTarget() {
    Failure failure = failure(307, "", "Location", "https://elsewhere/v1");

    assertThat(failure).isInstanceOf(Failure.NotFound.class);
    assertThat(failure.message()).contains("https://elsewhere/v1", "endpoint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "[[[]]]",
        "17",
        "'x'",
        "{'error':null}",
        "{'error':[]}",
        "{'error':{'message':{},'code':[],'type':{},'details':7,'metadata':[],'innererror':1}}",
        "{'detail':{'a':[1]},'message':7}",
        "\u0000\u0001"
      })
  void strangeBodyIsStillItsStatus(String body) {
    Failure failure = failure(500, body);

    assertThat(failure).isInstanceOf(Failure.ServerError.class);
    assertThat(failure.message()).isNotBlank();
  }
}
