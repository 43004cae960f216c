package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.http.EventReader;
import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seam that dialects stand on, with a dialect of its own: text, end, and maybe a last word. */
class StreamedBodyTest {
  @Test
  void dialectWithoutALastWordEndsWithTheBody() {
    Heard heard = hear("data: {\"text\":\"a\"}\n\ndata: {\"end\":\"STOP\"}\n\n");

    assertThat(heard.events)
        .containsExactly(new TextDelta("a"), new Finished(FinishReason.STOP, "STOP"));
    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void nothingIsReadBehindTheLastWord() {
    Heard heard =
        hear(
            "data: {\"end\":\"STOP\"}\n\nevent: message_stop\ndata: {}\n\n"
                + "data: {\"text\":\"late\"}\n\n");

    assertThat(heard.events).containsExactly(new Finished(FinishReason.STOP, "STOP"));
    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void eventNamedErrorIsAnErrorInEveryDialect() {
    Heard heard =
        hear(
            "data: {\"text\":\"a\"}\n\nevent: error\n"
                + "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n");

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Overloaded.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\\n  \"error\": {\\n    \"code\": 503,\\n    \"status\": \"UNAVAILABLE\"\\n  }\\n}\\n|Overloaded",
        "[{\\n  \"error\": {\\n    \"code\": 429\\n  }\\n}\\n]\\n|RateLimited",
      })
  void errorOutsideOfTheFramingIsFound(String json, String kind) {
    Heard heard = hear("data: {\"text\":\"a\"}\n\n" + json.replace("\\n", "\n"));

    assertThat(heard.failure.orElseThrow().getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void framingIsExchangeable() {
    Iterator<String> lines =
        List.of("{\"text\":\"a\"}", "{\"text\":\"b\"}", "{\"end\":\"done\"}").iterator();
    EventReader events =
        () ->
            lines.hasNext()
                ? Optional.of(new SseEvent("", lines.next().getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    WireCall call = call("");

    Heard heard =
        Heard.from(call.stream((head, in) -> call.streamed(head, events, new TextDecoder())));

    assertThat(heard.text).hasToString("ab");
    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void answerWithoutAnEndIsTruncated() {
    assertThat(hear("data: {\"text\":\"a\"}\n\n").failure.orElseThrow())
        .isInstanceOf(Failure.Truncated.class);
  }

  private static Heard hear(String body) {
    WireCall call = call(body);
    return Heard.from(
        call.stream((head, in) ->
            call.serverSentEvents(
                head, in, new TextDecoder(), answer -> new Reading.Malformed("a plain answer"))));
  }

  private static WireCall call(String body) {
    ManualTime time = new ManualTime();
    Exchange exchange =
        ScriptedTransport.streaming(body)
            .open(
                new HttpCall(
                    "POST",
                    URI.create("http://localhost/"),
                    Headers.none(),
                    new byte[0],
                    Duration.ofSeconds(5)));
    return new WireCall(exchange, new Classifier(text -> text, time), time);
  }

  private static final class TextDecoder implements EventDecoder {
    private boolean isWhole;
    private boolean isOver;
    private boolean hasOutput;

    @Override
    public Reading read(SseEvent event) {
      JsonObject json = Json.parseObject(event.data());
      isOver = event.name().equals("message_stop");
      List<ChatEvent> events = new ArrayList<>();
      json.text("text").ifPresent(text -> events.add(new TextDelta(text)));
      json.text("end").ifPresent(word -> events.add(new Finished(FinishReason.STOP, word)));
      hasOutput |= json.has("text");
      isWhole |= json.has("end");
      return Reading.of(events, Optional.empty());
    }

    @Override
    public boolean isWhole() {
      return isWhole;
    }

    @Override
    public boolean isOver() {
      return isOver;
    }

    @Override
    public boolean hasOutput() {
      return hasOutput;
    }
  }
}
