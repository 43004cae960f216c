import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** The simulated provider's director, and how checks are run and told. */
final class Direction {
  private static final String STAGE = System.getenv("STAGE_URL");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern ENDING = Pattern.compile("\"ending\":\"(\\w+)\"");
  private static final int LONGEST_SECONDS = 60;
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private static boolean hasFailed;

  private Direction() {}

  /** Something that must hold. */
  interface Check {
    void run() throws Exception;
  }

  /** Lets the provider do what {@code script} says, from its first step. */
  static void play(String script) throws IOException, InterruptedException {
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(STAGE + "/script")).PUT(BodyPublishers.ofString(script)).build();
    var answer = HTTP.send(put, BodyHandlers.ofString());
    require(answer.statusCode() == 200, answer.body());
  }

  /** What the provider was asked since, as JSON, once there were {@code count} requests and all are over. */
  static String asked(int count) throws IOException, InterruptedException {
    URI uri = URI.create(STAGE + "/requests?count=" + count);
    String requests = HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    long asked = ENDING.matcher(requests).results().count();
    require(asked == count, "the provider was asked " + asked + " times, not " + count);
    return requests;
  }

  static void same(Object actual, Object expected) {
    require(Objects.equals(actual, expected), actual + " is not " + expected);
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** Runs a check and prints what came of it. */
  static void check(String name, Check check) {
    try {
      within(LONGEST_SECONDS, check);
      System.out.println("ok   java: " + name);
    } catch (Throwable e) {
      hasFailed = true;
      System.out.println("FAIL java: " + name + ": " + String.valueOf(e).lines().findFirst().orElse(""));
      e.printStackTrace();
    }
  }

  /** Ends the process; what clients have left running does not keep it. */
  static void end() {
    System.exit(hasFailed ? 1 : 0);
  }

  private static void within(int seconds, Check check) throws Throwable {
    Future<?> running = THREADS.submit(() -> {
      check.run();
      return true;
    });
    try {
      running.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      running.cancel(true);
      throw new AssertionError("not over in " + seconds + " s");
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause();
    }
  }
}
