package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.server.RawClient.Reply;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that counts the requests it lets through. */
abstract class RefusingServer extends ServerTest {

  final AtomicInteger handled = new AtomicInteger();

  void count(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    handled.incrementAndGet();
    echo(request, response);
  }

  static Reply assertRefused(RawClient client, int status) throws IOException {
    Reply reply = client.read();
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).isNotBlank();
    assertThat(reply.headers().all("connection")).containsExactly("close");
    assertThat(client.isAtEnd()).isTrue();
    return reply;
  }
}
