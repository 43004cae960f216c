package dev.mainstay.gateway.server;

/** An exchange's answer on its way; on the connection's event loop. */
// Nobody waits for the futures that Netty returns.
@SuppressWarnings("FutureReturnValueIgnored")
final class OutgoingAnswer implements Outbox.Watcher {
  private final ServerConnection connection;
  private final ServerExchange exchange;

  OutgoingAnswer(ServerConnection connection, ServerExchange exchange) {
    this.connection = connection;
    this.exchange = exchange;
  }

  @Override
  public void begins() {
    connection.answerBegins(exchange);
  }

  @Override
  public void sent() {
    connection.answered(exchange);
  }

  @Override
  public void broke(Throwable cause) {
    connection.cut();
  }
}
