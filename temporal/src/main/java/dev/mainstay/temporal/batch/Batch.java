package dev.mainstay.temporal.batch;

import dev.mainstay.Mainstay;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.temporal.CallPolicy;
import dev.mainstay.temporal.DurableWorker;
import dev.mainstay.temporal.TemporalAddress;
import dev.mainstay.time.TimeSource;
import io.temporal.client.WorkflowFailedException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers each line of a file, or each request, once, into another file, through Temporal. The
 * output file is the journal: a line is on the disk before it counts as answered, so that after any
 * death a second run of the same batch goes on. Asked again is at most what was under way, and what
 * failed by no fault of its own. Immutable.
 *
 * <pre>{@code
 * Batch.of(mainstay, Path.of("prompts.jsonl"), Path.of("answers.jsonl"))
 *     .withModel("chat")
 *     .run();
 * }</pre>
 *
 * <p>By default Temporal's server is one in this process, which keeps nothing on the disk; it is
 * replaced after every 1,000 lines, so that memory stays small however long the file is. The server
 * in this process is {@code temporal-test-server}, which must be on the class path.
 */
public final class Batch {
  /** How long a batch waits for a Temporal that is away: five minutes; a restart takes less. */
  public static final Duration LONGEST_AWAY = Duration.ofMinutes(5);

  private static final int WINDOW = 1_000;
  private static final int PARALLEL = 64;
  private static final long GOODBYE_SECONDS = 5;

  private final Mainstay mainstay;
  private final Prompts input;
  private final Path output;
  private final Settings settings;

  private record Settings(
      @Nullable String model,
      int parallel,
      CallPolicy policy,
      Optional<TemporalAddress> address,
      Predicate<JsonObject> anew,
      Consumer<BatchProgress> watcher) {}

  private Batch(Mainstay mainstay, Prompts input, Path output, Settings settings) {
    this.mainstay = mainstay;
    this.input = input;
    this.output = output;
    this.settings = settings;
  }

  /** A batch of {@code input}'s lines, answered by {@code mainstay} into {@code output}. */
  public static Batch of(Mainstay mainstay, Path input, Path output) {
    Objects.requireNonNull(input, "input");
    return of(mainstay, new Prompts.OfFile(input), output);
  }

  /**
   * A batch of {@code requests}, answered by {@code mainstay} into {@code output}, where each line
   * has the index of its request.
   *
   * @param requests are read twice where their number is not known, and never all held; a later run
   *     that is to go on with this one gives the same in the same order
   */
  public static Batch of(Mainstay mainstay, Iterable<ChatRequest> requests, Path output) {
    Objects.requireNonNull(requests, "requests");
    return of(mainstay, new Prompts.OfRequests(requests), output);
  }

  private static Batch of(Mainstay mainstay, Prompts input, Path output) {
    Objects.requireNonNull(mainstay, "mainstay");
    Objects.requireNonNull(output, "output");
    return new Batch(
        mainstay,
        input,
        output,
        new Settings(
            null,
            PARALLEL,
            CallPolicy.defaults(),
            Optional.empty(),
            FailedLine::mayPass,
            progress -> {}));
  }

  /** This batch asking {@code model}, whatever its lines say. */
  public Batch withModel(String model) {
    Objects.requireNonNull(model, "model");
    Settings s = settings;
    return with(new Settings(model, s.parallel, s.policy, s.address, s.anew, s.watcher));
  }

  /**
   * This batch with so many lines under way at once; 64 by default.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Batch withParallel(int parallel) {
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel is " + parallel + "; use 1 or more");
    }
    Settings s = settings;
    return with(new Settings(s.model, parallel, s.policy, s.address, s.anew, s.watcher));
  }

  /** This batch with another policy for each of its calls. */
  public Batch withPolicy(CallPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    Settings s = settings;
    return with(new Settings(s.model, s.parallel, policy, s.address, s.anew, s.watcher));
  }

  /** This batch on another Temporal than one in this process. */
  public Batch withTemporal(TemporalAddress address) {
    Objects.requireNonNull(address, "address");
    Settings s = settings;
    return with(
        new Settings(s.model, s.parallel, s.policy, Optional.of(address), s.anew, s.watcher));
  }

  /**
   * This batch telling {@code watcher} when it begins, after each line, every few seconds while
   * Temporal is away, and when that is back; it must not block. What it throws ends the batch, once
   * the lines that have been read ahead are answered.
   */
  public Batch withWatcher(Consumer<BatchProgress> watcher) {
    Objects.requireNonNull(watcher, "watcher");
    Settings s = settings;
    return with(new Settings(s.model, s.parallel, s.policy, s.address, s.anew, watcher));
  }

  /**
   * This batch asking again every line that an earlier run has failed at. By default those alone
   * whose failure was not the line's own, as that of an outage or of a wrong key.
   */
  public Batch withRetryFailed() {
    Settings s = settings;
    return with(new Settings(s.model, s.parallel, s.policy, s.address, FailedLine::is, s.watcher));
  }

  private Batch with(Settings settings) {
    return new Batch(mainstay, input, output, settings);
  }

  /**
   * Answers every line that is not in the output yet, or failed there in a way that may pass.
   *
   * @throws IOException if a file cannot be read or written, another batch writes the output, that
   *     is not one of a batch, or the prompts can be read only once, or are fewer than when they
   *     were counted
   * @throws io.temporal.client.WorkflowException if Temporal is away for {@link #LONGEST_AWAY}, or
   *     has ended or forgotten the workflow; what is in the output is whole, and the next run goes
   *     on there
   */
  public BatchProgress run() throws IOException {
    try (Journal journal = Journal.open(output, settings.anew())) {
      return run(journal);
    }
  }

  /** {@link #run()} with what is in {@code journal}. */
  BatchProgress run(Journal journal) throws IOException {
    try (PromptReader prompts = input.read(settings.model())) {
      long count = input.count();
      Tally tally = new Tally(count, journal.size(), TimeSource.system(), settings.watcher());
      Patience patience = new Patience(TimeSource.system(), tally::away);
      tally.begin();
      Map<Long, PromptLine> window = prompts.window(WINDOW, journal);
      while (!window.isEmpty()) {
        new Window(window, journal, tally, patience).run();
        tally.throwOfWatcher();
        window = prompts.window(WINDOW, journal);
      }
      requireAll(count, prompts.seen());
      return tally.progress();
    }
  }

  // What can be read but once has been read when it was counted.
  private static void requireAll(long counted, long seen) throws IOException {
    if (seen < counted) {
      throw new IOException(
          "of "
              + counted
              + " prompts that were counted "
              + seen
              + " were there to be answered: they are gone through twice; give a file, or an"
              + " Iterable that begins anew each time");
    }
  }

  private static IOException unwritable(IOException why) {
    return new IOException(
        "the answers could not be written: "
            + why.getMessage()
            + "; what is in the file is whole, and the next run goes on from there",
        why);
  }

  /** Who answers a window's lines: their server, a worker, and the workflow that asks it. */
  private record Opened(TemporalServer server, WorkerFactory factory, BatchRun run)
      implements AutoCloseable {
    @Override
    public void close() {
      try {
        run.close();
      } finally {
        close(server, factory);
      }
    }

    static void close(TemporalServer server, WorkerFactory factory) {
      try {
        factory.shutdownNow();
        factory.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS);
      } finally {
        server.close();
      }
    }
  }

  /** Some lines, a server for them, and what of them was not heard of at its end. */
  private final class Window {
    private final Map<Long, PromptLine> lines;
    private final Journal journal;
    private final BatchWorker worker;
    private final Patience patience;

    Window(Map<Long, PromptLine> lines, Journal journal, Tally tally, Patience patience) {
      this.lines = lines;
      this.journal = journal;
      this.worker = new BatchWorker(mainstay, lines, journal, tally);
      this.patience = patience;
    }

    void run() throws IOException {
      try {
        try (Opened opened = patience.ask(this::open)) {
          opened.run().await(() -> lines.keySet().stream().allMatch(journal::has));
        }
        lines.forEach(this::requireTold);
      } catch (WorkflowFailedException | UncheckedIOException e) {
        throw journal.failure().map(Batch::unwritable).orElseThrow(() -> e);
      }
    }

    // Each time on a queue of its own: the prompts are in this process alone, and of one that
    // could not be started for sure nobody takes anything.
    private Opened open() {
      String queue = "mainstay-batch-" + UUID.randomUUID();
      TemporalServer server = TemporalServer.at(settings.address());
      WorkerFactory factory =
          WorkerFactory.newInstance(server.client(), DurableWorker.factoryOptions().build());
      try {
        register(
            factory.newWorker(queue, DurableWorker.workerOptions(settings.parallel()).build()));
        factory.start();
        BatchRun run = BatchRun.begin(server.client(), queue, plan(), patience);
        return new Opened(server, factory, run);
      } catch (RuntimeException e) {
        Opened.close(server, factory);
        throw e;
      }
    }

    private BatchPlan plan() {
      return new BatchPlan(
          List.copyOf(lines.keySet()), settings.parallel(), settings.policy(), 0, 0);
    }

    private void register(Worker worker) {
      worker.registerActivitiesImplementations(this.worker);
      worker.registerWorkflowImplementationTypes(
          DurableWorker.workflowOptions().build(), BatchWorkflowRun.class);
    }

    // Its activity ended without its worker, at a deadline.
    private void requireTold(long index, PromptLine line) {
      if (!journal.has(index)) {
        worker.timedOut(index, line);
      }
    }
  }
}
