package dev.mainstay.temporal;

import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** A process that hosts activities and nothing else, to be killed. */
public final class WorkerProcess {
  static final String QUEUE = "calls";
  static final String KEY = "sk-worker-key";
  // Which is forgotten where nobody holds it.
  private static final Logger OURS = Logger.getLogger("dev.mainstay");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private WorkerProcess() {}

  /**
   * Starts one, whose calls go to the provider at {@code url} and their text to the sink.
   *
   * @param said where all goes that it logs and prints
   */
  static Process start(String temporal, URI url, int sinkPort, Path said) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dorg.slf4j.simpleLogger.log.io.temporal=debug",
                "-cp",
                classPath(),
                WorkerProcess.class.getName(),
                temporal,
                url.toString(),
                Integer.toString(sinkPort)))
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  // A console launcher loads the tests by a class loader of its own.
  private static String classPath() {
    return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  /** Polls until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    logAll();
    WorkflowServiceStubs service = service(args[0]);
    WorkerFactory factory =
        WorkerFactory.newInstance(client(service), DurableWorker.factoryOptions().build());
    Mainstay mainstay =
        Mainstay.builder()
            .group("chat", Deployment.of("openai/m").withKey(KEY).withEndpoint(URI.create(args[1])))
            .build();
    DurableWorker.of(mainstay)
        .withSink("ui", new SocketSink(Integer.parseInt(args[2])))
        .register(factory.newWorker(QUEUE, DurableWorker.workerOptions(20).build()));
    factory.start();
    // All threads of a worker are daemons.
    new CountDownLatch(1).await();
  }

  private static void logAll() {
    OURS.setLevel(Level.ALL);
    ConsoleHandler console = new ConsoleHandler();
    console.setLevel(Level.ALL);
    OURS.addHandler(console);
  }

  // On a machine that is busy a server that is slow is not away: the process would end.
  static WorkflowServiceStubs service(String address) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(address)
            .setRpcTimeout(PATIENCE)
            .setSystemInfoTimeout(PATIENCE)
            .build());
  }

  static WorkflowClient client(WorkflowServiceStubs service) {
    return WorkflowClient.newInstance(
        service,
        WorkflowClientOptions.newBuilder().setDataConverter(DurableData.converter()).build());
  }
}
