package dev.mainstay.gateway.api;

import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatStream;
import dev.mainstay.failure.Failure;
import dev.mainstay.gateway.server.ResponseStream;
import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Headers;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chunks that come together leave together, and none waits for one that has not come. */
class EventStreamTest {
  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider = new ScriptedProvider(time);
  private final Sent sent = new Sent();

  @Test
  void whatIsThereLeavesInOnePieceAndBeforeAPauseOfTheProvider() throws Exception {
    provider.next(
        "m", says("one "), says("two "), pauses(Duration.ofSeconds(1)), says("three"), finishes());

    try (Mainstay mainstay =
            Mainstay.builder()
                .time(time)
                .provider("scripted", provider)
                .group("chat", Deployment.of("scripted/m"))
                .build();
        ChatStream stream = mainstay.stream("chat", "Count")) {
      EventStream.begin(sent, Headers.none(), new Texts())
          .relay(stream, CallerWatch.over(nobody()));
    }

    assertThat(sent.steps).containsSubsequence("one ", "two ", "flush", "three", "finish");
    assertThat(sent.steps.subList(sent.steps.indexOf("one "), sent.steps.indexOf("two ")))
        .doesNotContain("flush");
    assertThat(sent.steps.subList(sent.steps.indexOf("three"), sent.steps.indexOf("finish")))
        .filteredOn("flush"::equals)
        .hasSizeLessThan(2);
  }

  private static ServerRequest nobody() {
    return (ServerRequest)
        Proxy.newProxyInstance(
            ServerRequest.class.getClassLoader(),
            new Class<?>[] {ServerRequest.class},
            (proxy, method, arguments) -> null);
  }

  /** The texts of chunks, and nothing else. */
  private static final class Texts implements StreamForm {
    @Override
    public List<Event> of(ChatChunk chunk) {
      return chunk.events().stream()
          .filter(ChatEvent.TextDelta.class::isInstance)
          .map(said -> event(((ChatEvent.TextDelta) said).text()))
          .toList();
    }

    @Override
    public List<Event> end() {
      return List.of();
    }

    @Override
    public Event error(Failure failure, CallMetadata metadata) {
      return event(failure.message());
    }

    private static Event event(String text) {
      return new Event("", text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The steps by which an answer is sent: texts that are in it, and what is done with them. */
  private static final class Sent implements ServerResponse, ResponseStream {
    private static final List<String> TEXTS = List.of("one ", "two ", "three");

    private final List<String> steps = new ArrayList<>();

    @Override
    public ResponseStream begin(int status, Headers headers) {
      return this;
    }

    @Override
    public void add(byte[] bytes) {
      String event = new String(bytes, StandardCharsets.UTF_8);
      TEXTS.stream().filter(event::contains).forEach(steps::add);
    }

    @Override
    public void flush() {
      steps.add("flush");
    }

    @Override
    public void write(byte[] bytes) {
      add(bytes);
      flush();
    }

    @Override
    public void finish() {
      steps.add("finish");
    }

    @Override
    public void breakOff() {
      steps.add("break");
    }

    @Override
    public void fillSilence(byte[] filler) {}

    @Override
    public void send(int status, Headers headers, byte[] body) {
      throw new AssertionError("it is streamed");
    }

    @Override
    public boolean isCommitted() {
      return false;
    }
  }
}
