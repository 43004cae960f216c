package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.api.Face.Outcome;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Backoff;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands on the stack of a call that waits: of 10,000 that do, it is the greater part. */
@Timeout(60)
class WaitingStackTest {
  private static final StackWalker WALKER = StackWalker.getInstance(Option.SHOW_HIDDEN_FRAMES);

  private final List<String> stack = new CopyOnWriteArrayList<>();

  @Test
  void plainCallThatWaitsKeepsWhatItGoesBackTo() throws IOException {
    assertThat(ask(ChatRequest.of("chat", "Hello"))).isEqualTo(Outcome.whole("Hi"));

    assertThat(stack)
        .containsExactly(
            "Waits.waitFor",
            "Engine.carry",
            "Engine.chat",
            "Mainstay.chat",
            "Answering$1.whole",
            "ChatCalls.handle",
            "Api.handle",
            "ServerExchange.run");
  }

  @Test
  void streamThatWaitsKeepsWhatItGoesBackTo() throws IOException {
    ChatRequest request = ChatRequest.of("chat", "Hello").withStream(true);

    assertThat(ask(request)).isEqualTo(Outcome.whole("Hi"));

    assertThat(stack)
        .containsExactly(
            "Waits.waitFor",
            "Engine.carry",
            "Engine.stream",
            "Mainstay.stream",
            "Answering$1.streamed",
            "ChatCalls.stream",
            "ChatCalls.handle",
            "Api.handle",
            "ServerExchange.run");
  }

  private Outcome ask(ChatRequest request) throws IOException {
    Script script = Script.builder().then(Fault.status(500)).thenAlways(Answer.text("Hi")).build();
    try (Simulator provider = Simulator.start(script);
        Gateway gateway = Gateway.start(config(provider), this::note)) {
      return new GatewayClient(gateway.port()).chat(request);
    }
  }

  private static GatewayConfig config(Simulator provider) {
    Deployment deployment =
        Deployment.of("openai/gpt-4o").withEndpoint(provider.url()).withKey("sk-none");
    GatewayConfigBuilder config = GatewayConfig.builder().port(0).group("chat", deployment);
    return config
        .policies(all -> all.withBackoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2))))
        .build();
  }

  // What is above tells of the wait, and has returned before it begins.
  private void note(CallEvent event) {
    if (event instanceof CallEvent.Waiting) {
      stack.addAll(WALKER.walk(frames -> kept(frames).toList()));
    }
  }

  private static Stream<String> kept(Stream<StackFrame> frames) {
    return frames
        .filter(frame -> frame.getClassName().startsWith("dev.mainstay."))
        .map(frame -> simple(frame.getClassName()) + "." + frame.getMethodName())
        .dropWhile(frame -> !frame.equals("Waits.waitFor"));
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
