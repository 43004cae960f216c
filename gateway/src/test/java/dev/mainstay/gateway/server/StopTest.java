package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.gateway.server.RawClient.Reply;
import dev.mainstay.transport.RealTime;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How a server stops. */
@Execution(ExecutionMode.CONCURRENT)
class StopTest extends ServerTest {
  private static final Duration AMPLE = Duration.ofSeconds(20);

  private CompletableFuture<Void> stopping(Duration grace) {
    return CompletableFuture.runAsync(() -> server().stop(grace), Thread::startVirtualThread);
  }

  // One that the server has not accepted yet is reset by the system as it stops to listen.
  private void awaitConnections(int count) {
    RealTime.await().until(() -> server().stats().openConnections() == count);
  }

  @Test
  void idleServerStopsAtOnce() throws Exception {
    serve(ServerTest::echo);

    try (RawClient idle = client();
        RawClient fresh = client()) {
      idle.post("/", "x").read();
      awaitConnections(2);

      assertThat(stopping(AMPLE)).succeedsWithin(Duration.ofSeconds(5));

      assertThat(idle.isAtEnd()).isTrue();
      assertThat(fresh.isAtEnd()).isTrue();
      assertThatThrownBy(this::client).isInstanceOf(ConnectException.class);
      assertThat(server().stats().openConnections()).isZero();
    }
  }

  @Test
  void requestsInFlightAreAnsweredWithinTheGrace() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    serve((request, response) -> {
      if (request.path().equals("/plain")) {
        begun.countDown();
        goOn.await();
        echo(request, response);
      } else {
        ResponseStream stream = response.begin(200, TEXT);
        stream.write(utf8("one"));
        begun.countDown();
        goOn.await();
        stream.write(utf8("two"));
        stream.finish();
      }
    });

    try (RawClient plain = client().post("/plain", "hello");
        RawClient streamed = client().get("/stream");
        RawClient idle = client()) {
      begun.await();
      awaitConnections(3);
      CompletableFuture<Void> stopped = stopping(AMPLE);
      assertThat(idle.isAtEnd()).isTrue();
      assertThat(stopped).isNotDone();
      goOn.countDown();

      Reply reply = plain.read();
      assertThat(reply.body()).isEqualTo("hello");
      assertThat(reply.headers().all("connection")).containsExactly("close");
      assertThat(plain.isAtEnd()).isTrue();
      assertThat(streamed.read().body()).isEqualTo("onetwo");
      assertThat(streamed.isAtEnd()).isTrue();
      assertThat(stopped).succeedsWithin(AMPLE);
    }
  }

  @Test
  void requestThatComesWhileStoppingIsRefused() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    serve((request, response) -> {
      begun.countDown();
      goOn.await();
      echo(request, response);
    });

    try (RawClient busy = client().post("/", "x");
        RawClient late = client()) {
      begun.await();
      awaitConnections(2);
      late.send("POST / HTTP/1.1\r\n");
      busy.post("/", "sent ahead");
      RealTime.pass(Duration.ofMillis(100));
      CompletableFuture<Void> stopped = stopping(AMPLE);
      RealTime.await()
          .ignoreException(ConnectException.class)
          .until(() -> {
            try (RawClient another = client()) {
              return another.isAtEnd();
            } catch (ConnectException refused) {
              return true;
            }
          });

      Reply reply = late.send("Host: x\r\nContent-Length: 0\r\n\r\n").read();

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.headers().all("connection")).containsExactly("close");
      goOn.countDown();
      assertThat(busy.read().body()).isEqualTo("x");
      assertThat(busy.isAtEnd()).isTrue();
      assertThat(stopped).succeedsWithin(AMPLE);
    }
  }

  @Test
  void requestThatOutlivesTheGraceIsToldAndHasTimeForLastWords() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    serve((request, response) -> {
      CountDownLatch told = new CountDownLatch(1);
      request.onStop(told::countDown);
      ResponseStream stream = response.begin(200, TEXT);
      stream.write(utf8("one"));
      begun.countDown();
      told.await();
      stream.write(utf8("error: stopping"));
      stream.finish();
    });

    try (RawClient client = client().get("/")) {
      begun.await();
      CompletableFuture<Void> stopped = stopping(Duration.ofMillis(100));

      assertThat(client.read().body()).isEqualTo("oneerror: stopping");
      assertThat(stopped).succeedsWithin(AMPLE);
    }
  }

  @Test
  void handlerInterruptedByTheStopIsA503() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    serve((request, response) -> {
      request.onStop(Thread.currentThread()::interrupt);
      begun.countDown();
      new CountDownLatch(1).await();
    });

    try (RawClient client = client().get("/")) {
      begun.await();
      stopping(Duration.ofMillis(100));

      assertThat(client.read().status()).isEqualTo(503);
    }
  }

  @Test
  void requestThatDoesNotHearIsCutOff() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Void> left = new CompletableFuture<>();
    CountDownLatch never = new CountDownLatch(1);
    serve((request, response) -> {
      request.onDisconnect(() -> left.complete(null));
      response.begin(200, TEXT).write(utf8("one"));
      begun.countDown();
      never.await();
    });

    try (RawClient client = client().get("/")) {
      begun.await();
      client.readHead();
      client.readChunk();
      CompletableFuture<Void> stopped = stopping(Duration.ofMillis(100));

      assertThat(client.isAtEnd()).isTrue();
      assertThat(stopped).succeedsWithin(AMPLE);
      assertThat(left).succeedsWithin(AMPLE);
    } finally {
      never.countDown();
    }
  }

  @Test
  void serverStopsTwiceWithoutHarm() throws Exception {
    serve(ServerTest::echo);

    server().stop(Duration.ofSeconds(1));
    server().close();
    loops().close();
    server().close();

    assertThat(server().stats().openConnections()).isZero();
  }
}
