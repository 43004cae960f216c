package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.stream.SemanticEnd;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider that does what the test wrote down, on the test's clock. */
public final class ScriptedProvider implements Provider {

  /** One thing that a stream does when it is read. */
  public sealed interface Act {}

  public record Says(ChatEvent... events) implements Act {}

  public record SaysJson(ChatChunk chunk) implements Act {}

  public record Pauses(Duration duration) implements Act {}

  public record Breaks(Failure failure) implements Act {}

  /** An error among the events of the stream, which it tells also behind its semantic end. */
  public record Errs(Failure failure) implements Act {}

  public record Stalls() implements Act {}

  public record Throws(RuntimeException exception) implements Act {}

  public static Act says(String text) {
    return new Says(new ChatEvent.TextDelta(text));
  }

  public static Act thinks(String text) {
    return new Says(new ChatEvent.ReasoningDelta(text));
  }

  public static Act calls(int index, String id, String name, String arguments) {
    return new Says(new ChatEvent.ToolCallDelta(index, id, name, arguments));
  }

  public static Act keepsAlive() {
    return new Says();
  }

  public static Act finishes() {
    return new Says(new Finished(FinishReason.STOP, "stop"));
  }

  public static Act pauses(Duration duration) {
    return new Pauses(duration);
  }

  public static Act breaks(Failure failure) {
    return new Breaks(failure);
  }

  public static Act errs(Failure failure) {
    return new Errs(failure);
  }

  public static Act stalls() {
    return new Stalls();
  }

  public static Act[] answer(String text) {
    return new Act[] {says(text), finishes()};
  }

  private final ManualTime time;
  private final Map<String, Deque<List<Act>>> scripts = new HashMap<>();
  private final Map<String, List<Act>> always = new HashMap<>();
  private final Map<String, Prefill> prefills = new HashMap<>();
  public final List<String> asked = new ArrayList<>();
  public final List<ChatRequest> requests = new ArrayList<>();
  private final List<Stream> streams = new ArrayList<>();

  public ScriptedProvider(ManualTime time) {
    this.time = time;
  }

  /** What the next attempt at {@code deployment} meets. */
  public ScriptedProvider next(String deployment, Act... acts) {
    scripts.computeIfAbsent(deployment, d -> new ArrayDeque<>()).add(List.of(acts));
    return this;
  }

  /** What {@code deployment} promises about a last message of the assistant's. */
  public ScriptedProvider prefills(String deployment, Prefill prefill) {
    prefills.put(deployment, prefill);
    return this;
  }

  @Override
  public Prefill prefill(Deployment deployment) {
    return prefills.getOrDefault(deployment.model(), Prefill.NONE);
  }

  /** What every attempt at {@code deployment} meets once its script is at an end. */
  public ScriptedProvider always(String deployment, Act... acts) {
    always.put(deployment, List.of(acts));
    return this;
  }

  public long open() {
    return streams.stream().filter(stream -> !stream.closed).count();
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    asked.add(deployment.model());
    requests.add(request);
    Deque<List<Act>> script = scripts.getOrDefault(deployment.model(), new ArrayDeque<>());
    List<Act> acts = script.isEmpty() ? always.get(deployment.model()) : script.poll();
    if (acts == null) {
      throw new AssertionError("nothing is scripted for another attempt at " + deployment.id());
    }
    Stream stream = new Stream(acts);
    streams.add(stream);
    return stream;
  }

  private final class Stream implements ProviderStream {
    private final Deque<Act> acts;
    private @Nullable Step last;
    private volatile @Nullable Failure aborted;
    private final SemanticEnd end = new SemanticEnd(1);
    private boolean finished;
    volatile boolean closed;

    Stream(List<Act> acts) {
      this.acts = new ArrayDeque<>(acts);
    }

    @Override
    public Step next() throws InterruptedException {
      while (last == null) {
        Act act = acts.poll();
        if (act instanceof Says(ChatEvent[] events) && aborted == null) {
          return next(ChatChunk.of(events));
        }
        if (act instanceof SaysJson(ChatChunk chunk) && aborted == null) {
          return next(chunk);
        }
        perform(act);
      }
      return last;
    }

    private Step next(ChatChunk chunk) {
      end.hear(chunk);
      finished = end.isBelieved();
      return new Next(chunk);
    }

    private void perform(@Nullable Act act) throws InterruptedException {
      switch (act) {
        case Pauses(Duration duration) -> pause(duration);
        case Stalls stalls -> pause(Duration.ofDays(10_000));
        case Breaks(Failure failure) -> end(failure);
        case Errs(Failure failure) -> last = new Broken(failure);
        case Throws(RuntimeException exception) -> throw exception;
        case Says says -> {}
        case SaysJson says -> {}
        case null -> end(truncated());
      }
      Failure cause = aborted;
      if (cause != null) {
        end(cause);
      }
    }

    private void end(Failure failure) {
      last = finished ? new End() : new Broken(failure);
    }

    private void pause(Duration duration) throws InterruptedException {
      long until = time.nanos() + duration.toNanos();
      while (aborted == null && time.nanos() < until) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        time.park(Duration.ofNanos(until - time.nanos()));
      }
    }

    @Override
    public void abort(Failure cause) {
      if (aborted == null) {
        aborted = cause;
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  static Failure truncated() {
    return new Failure.Truncated(FailureDetail.of("the stream ended without a finish reason"));
  }
}
