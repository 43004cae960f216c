package dev.mainstay.examples;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.examples.Structured.Complaint;
import dev.mainstay.examples.Structured.Letter;
import dev.mainstay.examples.Structured.Mood;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.testing.ScriptedProvider.Action;
import dev.mainstay.time.ManualTime;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples do what they say, with a model that says what is written down. */
class ExamplesTest {
  private static final Action[] PARIS = {
    calls(0, "c1", "weather", "{\"city\":\"Paris\"}"), finishes()
  };

  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider = new ScriptedProvider(time);
  private final Metrics metrics = new Metrics();
  private final Mainstay mainstay =
      Mainstay.builder()
          .time(time)
          .provider("scripted", provider)
          .group("chat", Deployment.of("scripted/m"))
          .group("backup", Deployment.of("scripted/b"))
          .fallback("chat", "backup")
          .retries(0)
          .listener(metrics)
          .build();

  @AfterEach
  void close() {
    mainstay.close();
  }

  @Test
  void toolsRunAndTheConversationGoesOn() {
    provider.next("m", PARIS).next("m", answer("18 degrees."));
    provider.next("m", answer("The same."));

    assertThat(Tools.answer(mainstay)).isEqualTo("The same.");
    assertThat(provider.requests().getLast().messages()).hasSize(5);
  }

  @Test
  void toolsRunWithinABudget() {
    provider.next("m", PARIS).next("m", answer("18 degrees."));

    assertThat(Tools.within(mainstay, ChatRequest.of("chat", "And now?")).text())
        .isEqualTo("18 degrees.");
  }

  @Test
  void toolsRunByHand() {
    provider.next("m", PARIS).next("m", answer("18 degrees."));

    assertThat(Tools.byHand(mainstay)).isEqualTo("18 degrees.");
    assertThat(provider.requests().getLast().messages().getLast())
        .isEqualTo(Message.tool("c1", "18 degrees in Paris"));
  }

  @Test
  void letterIsReadAsARecord() {
    provider.next(
        "m",
        answer(
            """
            {"mood":"ANGRY","date":"2026-11-28","complaints":[{"about":"the delivery","wish":null}]}
            """));
    provider.next("m", answer("{\"mood\":\"FURIOUS\",\"complaints\":[]}"));

    assertThat(Structured.read(mainstay, "..."))
        .isEqualTo(
            new Letter(
                Mood.ANGRY,
                Optional.of(LocalDate.of(2026, 11, 28)),
                List.of(new Complaint("the delivery", Optional.empty()))));
    assertThat(Structured.tryToRead(mainstay, "...")).isEmpty();
  }

  @Test
  void conversationAndAsynchronousCallsAreAnswered() {
    provider.next("m", answer("Bergen.")).next("m", answer("291,000."));
    provider.always("m", answer("Yes."));

    assertThat(Requests.conversation(mainstay)).isEqualTo("291,000.");
    assertThat(Async.both(mainstay)).containsExactly("Yes.", "Yes.");
  }

  @Test
  void eventsAreCounted() {
    provider.always("m", breaks(new Failure.ServerError(FailureDetail.of("down"))));
    provider.always("b", answer("Hello"));

    mainstay.chat("chat", "Hello");

    assertThat(metrics.count("calls.backup.ok")).isEqualTo(1);
    assertThat(metrics.count("attempts.failed.scripted/m.ServerError")).isEqualTo(1);
    assertThat(metrics.count("fallbacks")).isEqualTo(1);
    assertThat(metrics.count("calls.failed.ServerError")).isZero();
  }

  @Test
  void scriptedProviderAnswersWhereTheFirstFails() {
    assertThat(Scripted.answerOfTheSecond()).isEqualTo("Hello from the second");
  }
}
