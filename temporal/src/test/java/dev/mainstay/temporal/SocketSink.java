package dev.mainstay.temporal;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.temporal.sink.FencedException;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkException;
import dev.mainstay.temporal.sink.SinkState;
import dev.mainstay.temporal.sink.SinkWriter;
import dev.mainstay.temporal.sink.TokenSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A sink in another process, reached over a socket: one connection for each writer, one line each
 * way for each write. The server keeps its messages in the sink that it is given.
 */
final class SocketSink implements TokenSink {
  private final int port;

  SocketSink(int port) {
    this.port = port;
  }

  @Override
  public SinkWriter open(String messageId, int attempt) {
    try {
      Line line = new Line(new Socket(InetAddress.getLoopbackAddress(), port));
      JsonObject state =
          line.ask(JsonObject.builder().put("id", messageId).put("attempt", attempt).build());
      Optional<SinkEvent> last =
          state.text("last").map(name -> SinkEvent.of(name, state.object("data").orElseThrow()));
      SinkState begun =
          new SinkState(
              state.text("text").orElse(""),
              state.text("reasoning").orElse(""),
              (int) state.number("takes").orElse(0),
              last);
      return new RemoteWriter(line, begun);
    } catch (IOException e) {
      throw new SinkException("the sink is not to be reached", e);
    }
  }

  /** Serves {@code sink} on a port of its own until it is closed. */
  static final class Server implements AutoCloseable {
    private final ServerSocket socket;
    private final TokenSink sink;

    Server(TokenSink sink) throws IOException {
      this.sink = sink;
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.startVirtualThread(this::accept);
    }

    int port() {
      return socket.getLocalPort();
    }

    private void accept() {
      while (!socket.isClosed()) {
        try {
          Socket client = socket.accept();
          Thread.startVirtualThread(() -> serve(client));
        } catch (IOException closed) {
          return;
        }
      }
    }

    private void serve(Socket client) {
      try (Line line = new Line(client)) {
        JsonObject asked = line.read();
        SinkWriter writer =
            sink.open(asked.text("id").orElseThrow(), (int) asked.number("attempt").getAsLong());
        line.write(state(writer.state()));
        while (true) {
          JsonObject write = line.read();
          SinkEvent event =
              SinkEvent.of(write.text("name").orElseThrow(), write.object("data").orElseThrow());
          writer.write(write.number("sequence").getAsLong(), event);
          line.write(JsonObject.empty());
        }
      } catch (IOException | RuntimeException gone) {
        // The worker has died, or is shut out: it sees its connection end.
      }
    }

    private static JsonObject state(SinkState state) {
      JsonObjectBuilder json =
          JsonObject.builder()
              .put("text", state.text())
              .put("reasoning", state.reasoning())
              .put("takes", state.takes());
      state.last().ifPresent(last -> json.put("last", last.name()).put("data", last.data()));
      return json.build();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record RemoteWriter(Line line, SinkState state) implements SinkWriter {
    @Override
    public void write(long sequence, SinkEvent event) {
      try {
        line.ask(
            JsonObject.builder()
                .put("sequence", sequence)
                .put("name", event.name())
                .put("data", event.data())
                .build());
      } catch (IOException | UncheckedIOException shutOut) {
        throw new FencedException(1, 2);
      }
    }
  }

  private static final class Line implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final Writer out;

    Line(Socket socket) throws IOException {
      this.socket = socket;
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
    }

    JsonObject ask(JsonObject json) throws IOException {
      write(json);
      return read();
    }

    void write(JsonObject json) throws IOException {
      out.write(json.toJson() + "\n");
      out.flush();
    }

    JsonObject read() throws IOException {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("the other end is gone");
      }
      return Json.parseObject(line);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
