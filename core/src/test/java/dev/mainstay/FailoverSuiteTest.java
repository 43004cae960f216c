package dev.mainstay;

import static dev.mainstay.PacedWire.breaks;
import static dev.mainstay.PacedWire.pauses;
import static dev.mainstay.PacedWire.refuses;
import static dev.mainstay.PacedWire.says;
import static dev.mainstay.PacedWire.stalls;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.PacedWire.Action;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.HttpCall;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every failover suite tries and time decides, from the library to the wire: a primary, a
 * fallback, and the clock in the test's hands. The other kinds are tried through the gateway as
 * well, in its test of the same name.
 */
class FailoverSuiteTest {
  private static final List<String> WORDS =
      List.of("The ship left the harbour", " at dawn and sailed", " past the lighthouse.");
  private static final String WHOLE = String.join("", WORDS);

  private static final Duration STREAM_TIMEOUT = ofSeconds(5);

  private final ManualTime time = new ManualTime();
  private final PacedWire wire = new PacedWire(time).host("fallback", FailoverSuiteTest::goesOn);

  /** The two ways to make one and the same call. */
  enum Way {
    PLAIN {
      @Override
      ChatResponse call(Mainstay mainstay) {
        return mainstay.chat(ChatRequest.of("chat", "Hello"));
      }
    },
    STREAMED {
      @Override
      ChatResponse call(Mainstay mainstay) {
        try (ChatStream stream = mainstay.stream(ChatRequest.of("chat", "Hello"))) {
          stream.forEach(event -> {});
          return stream.response();
        }
      }
    };

    abstract ChatResponse call(Mainstay mainstay);
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, reset",
    "PLAIN, closed",
    "PLAIN, ended",
    "STREAMED, reset",
    "STREAMED, closed",
    "STREAMED, ended"
  })
  void silenceOf30SBeforeOutputIsNotAskedForTwice(Way way, String how) {
    primary(pauses(ofSeconds(30)), how.equals("ended") ? says("") : breaks(how));

    ChatResponse response = call(way, Timeouts.defaults());

    assertThat(response.text()).isEqualTo(WHOLE);
    assertThat(wire.asked).containsExactly("primary", "fallback");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(30));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void silenceBeforeOutputThatDoesNotEndIsLeftAfterStreamTimeout(Way way) {
    primary(stalls());

    ChatResponse response =
        call(way, Timeouts.defaults().withStream(ofSeconds(30)).withAttempt(ofSeconds(30)));

    assertThat(response.text()).isEqualTo(WHOLE);
    assertThat(wire.asked).containsExactly("primary", "fallback");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(30));
  }

  @Test
  void silenceOf30SAfterOutputIsWaitedForByDefault() {
    primary(
        said(WORDS.getFirst()),
        pauses(ofSeconds(30)),
        said(WORDS.get(1), WORDS.getLast()),
        finish());

    ChatResponse response = call(Way.STREAMED, Timeouts.defaults());

    assertThat(response.text()).isEqualTo(WHOLE);
    assertThat(wire.asked).containsExactly("primary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "closed"})
  void silenceOf30SAfterOutputThatEndsInABreakIsGoneOnWithElsewhere(String how) {
    primary(said(WORDS.getFirst(), WORDS.get(1)), pauses(ofSeconds(30)), breaks(how));

    ChatResponse response = call(Way.STREAMED, Timeouts.defaults());

    assertThat(response.text()).isEqualTo(WHOLE);
    assertThat(wire.asked).containsExactly("primary", "fallback");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(30));
  }

  @Test
  void silenceAfterOutputThatDoesNotEndIsLeftAfterStreamTimeout() {
    primary(said(WORDS.getFirst(), WORDS.get(1)), stalls());

    ChatResponse response = call(Way.STREAMED, Timeouts.defaults().withStream(ofSeconds(30)));

    assertThat(response.text()).isEqualTo(WHOLE);
    assertThat(wire.asked).containsExactly("primary", "fallback");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(30));
  }

  @Test
  void firstTokenAfter20SIsWaitedForByDefault() {
    primary(pauses(ofSeconds(20)), said(WORDS.toArray(String[]::new)), finish());

    ChatResponse response = call(Way.STREAMED, Timeouts.defaults());

    assertThat(response.text()).isEqualTo(WHOLE);
    assertThat(wire.asked).containsExactly("primary");
  }

  @Test
  void firstTokenAfter20SGoesToTheFallbackWithin15SWhereStreamTimeoutIs10() {
    primary(pauses(ofSeconds(20)), said(WORDS.toArray(String[]::new)), finish());

    ChatResponse response = call(Way.STREAMED, Timeouts.defaults().withStream(ofSeconds(10)));

    assertThat(response.text()).isEqualTo(WHOLE);
    assertThat(wire.asked).containsExactly("primary", "fallback");
    assertThat(time.elapsed()).isBetween(ofSeconds(10), ofSeconds(15));
  }

  /** How a primary is while it is down. */
  enum Down {
    REFUSING(Duration.ZERO, () -> List.of(refuses(503))),
    RESETTING(Duration.ZERO, () -> List.of(breaks("reset"))),
    BREAKING(Duration.ZERO, () -> List.of(said(WORDS.getFirst(), WORDS.get(1)), breaks("reset"))),
    SILENT(STREAM_TIMEOUT, () -> List.of(stalls()));

    /** How long it takes to see it: a probe may have begun right before the recovery. */
    final Duration untilSeen;

    final Supplier<List<Action>> actions;

    Down(Duration untilSeen, Supplier<List<Action>> actions) {
      this.untilSeen = untilSeen;
      this.actions = actions;
    }
  }

  @ParameterizedTest
  @EnumSource(Down.class)
  void primaryThatFlapsFor60SIsUsedAgainWithin16SOfItsRecovery(Down down) {
    Duration from = ofSeconds(20);
    Duration to = ofSeconds(80);
    wire.host(
        "primary",
        call ->
            time.elapsed().compareTo(from) >= 0 && time.elapsed().compareTo(to) < 0
                ? down.actions.get()
                : goesOn(call));
    List<Duration> served = new ArrayList<>();

    try (Mainstay mainstay = mainstay(Timeouts.defaults().withStream(STREAM_TIMEOUT))) {
      while (time.elapsed().compareTo(ofSeconds(120)) < 0) {
        Duration began = time.elapsed();
        ChatResponse response = Way.STREAMED.call(mainstay);
        assertThat(response.text()).isEqualTo(WHOLE);
        if (response.metadata().deployment().orElseThrow().equals("openai/primary")) {
          served.add(began);
        }
        time.advance(ofSeconds(1));
      }
    }

    assertThat(served).isNotEmpty().first().isEqualTo(Duration.ZERO);
    Duration back = served.stream().filter(at -> at.compareTo(to) >= 0).findFirst().orElseThrow();
    assertThat(back).isLessThanOrEqualTo(to.plusSeconds(16).plus(down.untilSeen));
    assertThat(served).filteredOn(at -> at.compareTo(back) >= 0).hasSizeGreaterThan(20);
  }

  private ChatResponse call(Way way, Timeouts timeouts) {
    try (Mainstay mainstay = mainstay(timeouts)) {
      return way.call(mainstay);
    }
  }

  private Mainstay mainstay(Timeouts timeouts) {
    return Mainstay.builder()
        .transport(wire)
        .time(time)
        .timeouts(timeouts)
        .group("chat", deployment("primary"))
        .group("backup", deployment("fallback"))
        .fallback("chat", "backup")
        .build();
  }

  private static Deployment deployment(String host) {
    return Deployment.of("openai/" + host)
        .withEndpoint(URI.create("http://" + host + "/v1"))
        .withKey("k");
  }

  private void primary(Action... actions) {
    wire.host("primary", call -> List.of(actions));
  }

  /** Answers whole, or goes on where an answer is begun in the request. */
  private static List<Action> goesOn(HttpCall call) {
    String body = new String(call.body(), UTF_8);
    if (!body.contains("\"stream\"")) {
      return List.of(says(plain(WHOLE)));
    }
    return body.contains(WORDS.get(1))
        ? List.of(said(anchor(body), WORDS.getLast()), finish())
        : List.of(said(WORDS.toArray(String[]::new)), finish());
  }

  // What the request asks to repeat first: the longest end of what was said that it quotes.
  private static String anchor(String body) {
    String said = WORDS.get(0) + WORDS.get(1);
    String last =
        Json.parseObject(body.getBytes(UTF_8))
            .array("messages")
            .orElseThrow()
            .objects()
            .reduce((first, second) -> second)
            .flatMap(message -> message.text("content"))
            .orElseThrow();
    int from = 0;
    while (!last.contains(said.substring(from))) {
      from++;
    }
    return said.substring(from);
  }

  private static Action said(String... pieces) {
    return says(
        Arrays.stream(pieces)
            .map(piece -> event("{\"content\":" + new JsonString(piece).toJson() + "}", "null"))
            .collect(Collectors.joining()));
  }

  private static Action finish() {
    return says(event("{}", "\"stop\"") + "data: [DONE]\n\n");
  }

  private static String event(String delta, String finish) {
    return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static String plain(String text) {
    return "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        + new JsonString(text).toJson()
        + "},\"finish_reason\":\"stop\"}]}";
  }
}
