import dev.mainstay.gateway.server.*;
import dev.mainstay.http.*;
import java.net.URI;
import java.time.Duration;
import java.util.*;
import java.io.*;
public class Relay {
  public static void main(String[] a) throws Exception {
    int port = Integer.parseInt(a[0]); String up = a[1]; int threads = a.length > 2 ? Integer.parseInt(a[2]) : 1;
    EventLoops loops = EventLoops.start(threads);
    NettyTransport t = NettyTransport.on(loops);
    Headers json = Headers.of("Content-Type", "application/json");
    Headers sse = Headers.of("Content-Type", "text/event-stream");
    Headers out = Headers.of("Content-Type", "application/json", "Authorization", "Bearer sk-12345678901234567890");
    GatewayServer.start(loops, ServerOptions.defaults().withAddress("127.0.0.1", port), (q, r) -> {
      HttpCall call = new HttpCall("POST", URI.create(up + q.path()), out, q.body(), Duration.ofSeconds(5));
      try (Exchange e = t.open(call)) {
        q.onDisconnect(() -> e.abort(new dev.mainstay.failure.Failure.Cancelled(dev.mainstay.failure.FailureDetail.of("left"))));
        HttpHead h = e.head();
        if (q.path().startsWith("/stream")) {
          ResponseStream s = r.begin(200, sse);
          InputStream in = e.body(); byte[] b = new byte[8192];
          for (int n = in.read(b); n >= 0; n = in.read(b)) s.write(Arrays.copyOf(b, n));
          s.finish();
        } else {
          r.send(h.status(), json, e.body().readAllBytes());
        }
      }
    });
    System.out.println("up"); Thread.sleep(Long.MAX_VALUE);
  }
}
