package dev.mainstay.temporal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.ActivityTaskCompletedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskFailedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the search finds what there is: histories in which something is told. */
class SecrecyTest {
  private static final String LONG = "in all of this there was a gamma whale in the harbour";

  @ParameterizedTest
  @ValueSource(
      strings = {"gamma", "42", "a whale", "Grüße", "supercalifragilisticexpialidocious", LONG})
  void wordsOfAPromptAreFoundWhetherTheyAreManyOrOne(String prompt) {
    assertFound(history(prompt, "Yes", failure("denied: " + prompt)));
    assertFound(history(prompt, "Yes", detailed("denied: " + prompt)));
  }

  @Test
  void partOfALongPromptIsFound() {
    assertFound(history(LONG, "Yes", failure("denied: a gamma whale in")));
  }

  @Test
  void promptIsFoundAsJsonHasIt() {
    assertFound(history("say \"x\"", "Yes", detailed("denied: say \"x\"")));
  }

  @Test
  void shortAnswerIsFound() {
    assertFound(history("gamma", "Yes", failure("it said: Yes")));
  }

  @Test
  void keyIsFoundWhereverItIs() {
    assertFound(history("gamma", "Yes", failure("wrong key sk-abcdefgh")));
    assertFound(history("gamma", "Yes", detailed("Bearer abcdefgh")));
    assertFound(history("gamma", "AIzaSyAbcdefghijkl", failure("it broke")));
  }

  @Test
  void failureThatQuotesNobodyIsNone() {
    History quiet = history("gamma", "Yes", failure("RateLimited, status 429, of task-queue chat"));

    assertThatCode(() -> Secrecy.search(quiet)).doesNotThrowAnyException();
  }

  private static void assertFound(History history) {
    assertThatThrownBy(() -> Secrecy.search(history)).isInstanceOf(AssertionError.class);
  }

  private static History history(String prompt, String answer, Failure failure) {
    return History.newBuilder()
        .addEvents(
            HistoryEvent.newBuilder()
                .setActivityTaskScheduledEventAttributes(
                    ActivityTaskScheduledEventAttributes.newBuilder()
                        .setInput(payloads(ChatRequest.of("chat", prompt).json()))))
        .addEvents(
            HistoryEvent.newBuilder()
                .setActivityTaskFailedEventAttributes(
                    ActivityTaskFailedEventAttributes.newBuilder().setFailure(failure)))
        .addEvents(
            HistoryEvent.newBuilder()
                .setActivityTaskCompletedEventAttributes(
                    ActivityTaskCompletedEventAttributes.newBuilder()
                        .setResult(payloads(JsonObject.builder().put("content", answer).build()))))
        .build();
  }

  private static Failure failure(String message) {
    return Failure.newBuilder().setMessage(message).build();
  }

  private static Failure detailed(String words) {
    return Failure.newBuilder()
        .setApplicationFailureInfo(
            ApplicationFailureInfo.newBuilder()
                .setDetails(payloads(JsonObject.builder().put("why", words).build())))
        .build();
  }

  private static Payloads payloads(JsonObject json) {
    ByteString data = ByteString.copyFrom(json.toString(), UTF_8);
    return Payloads.newBuilder().addPayloads(Payload.newBuilder().setData(data)).build();
  }
}
