package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.provider.BearerToken;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Renewed;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import dev.mainstay.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProvenExchangeTest {
  private static final HttpCall CALL =
      new HttpCall(
          "POST",
          URI.create("https://host/v1"),
          Headers.none(),
          new byte[0],
          Duration.ofSeconds(1));

  private final ManualTime time = new ManualTime();
  private final AtomicInteger issued = new AtomicInteger();
  private final Accepting transport = new Accepting("token-number-2");

  @Test
  void requestCarriesTheToken() throws Exception {
    try (Exchange exchange = open(numbered(), new Accepting("token-number-1"))) {
      assertThat(exchange.head().status()).isEqualTo(200);
    }
    assertThat(issued).hasValue(1);
  }

  @Test
  void refusedTokenIsFetchedAnewOnce() throws Exception {
    try (Exchange exchange = open(numbered(), transport)) {
      assertThat(exchange.head().status()).isEqualTo(200);
      assertThat(exchange.head().status()).isEqualTo(200);
    }

    assertThat(transport.heard).containsExactly("Bearer token-number-1", "Bearer token-number-2");
    assertThat(transport.log).containsExactly("closed", "closed");
  }

  @Test
  void secondRefusalIsTheAnswer() throws Exception {
    Accepting nobody = new Accepting("other-token");
    try (Exchange exchange = open(numbered(), nobody)) {
      assertThat(exchange.head().status()).isEqualTo(401);
    }

    assertThat(nobody.heard).hasSize(2);
  }

  @Test
  void unreachableIssuerIsAConnectionThatFailedAndAnyOtherMistakeTheConfigurations() {
    assertThat(
            failureOf(() -> {
              throw new IOException("no route to host");
            }))
        .isInstanceOfSatisfying(
            Failure.ConnectionFailed.class,
            failure ->
                assertThat(failure.message())
                    .isEqualTo("no credential could be obtained: no route to host"));
    assertThat(
            failureOf(() -> {
              throw new IllegalStateException("no such account");
            }))
        .isInstanceOf(Failure.Unauthenticated.class);
  }

  private Failure failureOf(Renewed.Source<BearerToken> source) {
    Exchange exchange = open(Credential.bearer(source, time), transport);
    return catchThrowableOfType(TransportException.class, exchange::head).failure();
  }

  @Test
  void abortWakesAWaitForTheToken() throws Exception {
    CountDownLatch fetching = new CountDownLatch(1);
    Exchange exchange =
        open(
            Credential.bearer(
                () -> {
                  fetching.countDown();
                  new CountDownLatch(1).await();
                  throw new IOException("never");
                },
                time),
            transport);
    Failure cause = new Failure.Cancelled(FailureDetail.of("the caller left"));
    Thread leaver =
        Thread.ofVirtual()
            .start(() -> {
              awaitUninterrupted(fetching);
              exchange.abort(cause);
            });

    assertThatThrownBy(exchange::head)
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.failure()).isEqualTo(cause));
    leaver.join();
    assertThat(transport.heard).isEmpty();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tokenIsScrubbed() throws Exception {
    Deployment deployment = deployment(numbered());
    try (Exchange exchange = ProvenExchange.of(transport, deployment, CALL)) {
      exchange.head();
    }

    assertThat(Secrets.scrubber(deployment).apply("was: token-number-2")).isEqualTo("was: ***");
  }

  private Credential numbered() {
    return Credential.bearer(
        () ->
            new BearerToken(
                Secret.of("token-number-" + issued.incrementAndGet()), Optional.empty()),
        time);
  }

  private static Deployment deployment(Credential credential) {
    return Deployment.of("openai/gpt-4o").withCredential(credential);
  }

  private static Exchange open(Credential credential, Transport transport) {
    return ProvenExchange.of(transport, deployment(credential), CALL);
  }

  /** Answers 401 to every token but one. */
  private static final class Accepting implements Transport {
    final List<String> heard = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    private final String accepted;

    Accepting(String accepted) {
      this.accepted = accepted;
    }

    @Override
    public Exchange open(HttpCall call) {
      String token = call.headers().first("authorization").orElse("");
      return new Exchange() {
        @Override
        public HttpHead head() {
          heard.add(token);
          return new HttpHead(token.equals("Bearer " + accepted) ? 200 : 401, Headers.none());
        }

        @Override
        public InputStream body() {
          return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public void abort(Failure cause) {
          log.add("aborted");
        }

        @Override
        public void close() {
          log.add("closed");
        }
      };
    }

    @Override
    public void close() {}
  }
}
