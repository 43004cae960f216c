package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.DONE;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.policy.Backoff;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.SequenceTransport;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 0 at every row of the table, from the library to the wire: a busy vendor is asked
 * again, an error in place of output is none of the caller's, a break after output is gone on with
 * in the vendor's own form, and a wrong key is told at once.
 */
class VendorSurvivalTest {
  private static final String WHOLE =
      "The ship left the harbour at dawn and sailed past the light.";
  private static final String BEGUN = WHOLE.substring(0, 40);
  private static final Transport BUSY =
      ScriptedTransport.answering(429, "{\"error\":{\"message\":\"slow down\"}}");
  private static final Transport BUSY_AT_FIRST =
      ScriptedTransport.streaming("data: {\"error\":{\"message\":\"busy\",\"code\":429}}\n\n");

  static Stream<Vendor> vendors() {
    return Vendor.known().stream();
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void whoIsBusyIsAskedAgain(Vendor vendor) {
    SequenceTransport wire = new SequenceTransport(BUSY, BUSY_AT_FIRST, goingOn(vendor));

    assertThat(streamed(vendor, wire).text()).isEqualTo(WHOLE);
    assertThat(wire.calls).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void brokenStreamIsGoneOnWith(Vendor vendor) {
    Transport broken =
        ScriptedTransport.streaming(events(text(BEGUN))).ending(ScriptedTransport.Ending.BROKEN);
    SequenceTransport wire = new SequenceTransport(broken, BUSY, goingOn(vendor));

    assertThat(streamed(vendor, wire).text()).isEqualTo(WHOLE);
    assertThat(wire.calls).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void wrongKeyIsToldAtOnce(Vendor vendor) {
    SequenceTransport wire =
        new SequenceTransport(
            ScriptedTransport.answering(401, "{\"error\":{\"message\":\"no such key\"}}"));

    MainstayException told =
        catchThrowableOfType(MainstayException.class, () -> streamed(vendor, wire));

    assertThat(told.failure()).isInstanceOf(Failure.Unauthenticated.class);
    assertThat(wire.calls).hasSize(1);
  }

  private static ChatResponse streamed(Vendor vendor, Transport wire) {
    Deployment deployment =
        Deployment.of(vendor.name() + "/some-model")
            .withEndpoint(URI.create("https://own.example.com/v1"))
            .withKey("key-0123456789");
    try (Mainstay mainstay =
            Mainstay.builder()
                .transport(wire)
                .backoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(1)))
                .group("m", deployment)
                .build();
        ChatStream stream = mainstay.stream(ChatRequest.of("m", "Tell me"))) {
      stream.forEach(event -> {});
      return stream.response();
    }
  }

  // What a model says that does as it is asked, in the form that the vendor is asked in.
  private static Transport goingOn(Vendor vendor) {
    return new Transport() {
      @Override
      public Exchange open(HttpCall call) {
        ChatRequest asked = new ChatRequest(Json.parseObject(call.body()));
        return ScriptedTransport.streaming(
                events(text(said(vendor, asked.messages().getLast())), finish("stop"), DONE))
            .open(call);
      }

      @Override
      public void close() {}
    };
  }

  private static String said(Vendor vendor, Message last) {
    boolean isPrefilled = last.role().equals("assistant");
    String before = isPrefilled ? last.text() : "";
    if (isPrefilled && vendor.prefill() != PrefillForm.MARKED_AND_ECHOED) {
      return WHOLE.substring(before.length());
    }
    int quoted = last.text().indexOf("\n\n");
    return isPrefilled || quoted < 0
        ? WHOLE
        : WHOLE.substring(WHOLE.indexOf(last.text().substring(quoted + 2)));
  }
}
