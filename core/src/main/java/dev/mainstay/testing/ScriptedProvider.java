package dev.mainstay.testing;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A provider that does what a test wrote down, attempt by attempt, without a network and, with
 * {@link dev.mainstay.time.ManualTime}, without waiting. Thread-safe.
 *
 * <pre>{@code
 * ManualTime time = new ManualTime();
 * ScriptedProvider provider = new ScriptedProvider(time)
 *     .next("a", says("Hel"), pauses(Duration.ofMinutes(3)))
 *     .always("b", answer("Hello"));
 * Mainstay mainstay = Mainstay.builder()
 *     .time(time)
 *     .provider("scripted", provider)
 *     .group("chat", Deployment.of("scripted/a"), Deployment.of("scripted/b"))
 *     .build();
 * }</pre>
 */
public final class ScriptedProvider implements Provider {
  // Longer than any timer that makes sense, and far from overflow when added to a clock.
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Deque<List<Action>>> scripts = new HashMap<>();
  private final Map<String, List<Action>> always = new HashMap<>();
  private final Map<String, Prefill> prefills = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<ChatRequest> requests = new ArrayList<>();
  private final List<ScriptedStream> streams = new ArrayList<>();

  /** A provider without a script, whose pauses pass in {@code time}. */
  public ScriptedProvider(TimeSource time) {
    Objects.requireNonNull(time, "time");
    this.time = time;
  }

  /** One thing that a stream does when it is read. */
  public sealed interface Action {}

  record Says(ChatChunk chunk) implements Action {}

  record Pauses(Duration duration) implements Action {}

  record Breaks(Failure failure) implements Action {}

  record Errs(Failure failure) implements Action {}

  record Crashes(RuntimeException exception) implements Action {}

  /** It gives a piece of text. */
  public static Action says(String text) {
    Objects.requireNonNull(text, "text");
    return says(new ChatEvent.TextDelta(text));
  }

  /** It gives {@code events} in one chunk; without any, a chunk that says nothing. */
  public static Action says(ChatEvent... events) {
    Objects.requireNonNull(events, "events");
    return says(ChatChunk.of(events));
  }

  /** It gives {@code chunk}. */
  public static Action says(ChatChunk chunk) {
    Objects.requireNonNull(chunk, "chunk");
    return new Says(chunk);
  }

  /** It gives a piece of reasoning. */
  public static Action thinks(String text) {
    Objects.requireNonNull(text, "text");
    return says(new ChatEvent.ReasoningDelta(text));
  }

  /** It gives a piece of a tool call, as {@link ChatEvent.ToolCallDelta} has it. */
  public static Action calls(int index, String id, String name, String arguments) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(arguments, "arguments");
    return says(new ChatEvent.ToolCallDelta(index, id, name, arguments));
  }

  /** It gives a sign of life, but no output. */
  public static Action keepsAlive() {
    return says();
  }

  /** It gives the finish reason {@code stop}. */
  public static Action finishes() {
    return says(new ChatEvent.Finished(FinishReason.STOP, "stop"));
  }

  /** It is silent for {@code duration}, or until it is aborted. */
  public static Action pauses(Duration duration) {
    Objects.requireNonNull(duration, "duration");
    return new Pauses(duration);
  }

  /** It is silent until it is aborted. */
  public static Action stalls() {
    return new Pauses(FOR_EVER);
  }

  /** It breaks; after its finish reason it just ends. */
  public static Action breaks(Failure failure) {
    Objects.requireNonNull(failure, "failure");
    return new Breaks(failure);
  }

  /** It tells an error among its events, also after its finish reason. */
  public static Action errs(Failure failure) {
    Objects.requireNonNull(failure, "failure");
    return new Errs(failure);
  }

  /** It throws {@code exception}, as a provider with a bug does. */
  public static Action crashes(RuntimeException exception) {
    Objects.requireNonNull(exception, "exception");
    return new Crashes(exception);
  }

  /** A whole answer of one piece. */
  public static Action[] answer(String text) {
    Objects.requireNonNull(text, "text");
    return new Action[] {says(text), finishes()};
  }

  /** A stream that does {@code actions}, and then ends, cut off where they do not finish it. */
  public static ProviderStream stream(TimeSource time, Action... actions) {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(actions, "actions");
    return new ScriptedStream(time, listOf(actions));
  }

  /** What the next attempt that has no script yet at {@code model} meets. */
  public ScriptedProvider next(String model, Action... actions) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(actions, "actions");
    List<Action> script = listOf(actions);
    return written(() -> scripts.computeIfAbsent(model, m -> new ArrayDeque<>()).add(script));
  }

  /** What every attempt at {@code model} meets once its script is at an end. */
  public ScriptedProvider always(String model, Action... actions) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(actions, "actions");
    List<Action> script = listOf(actions);
    return written(() -> always.put(model, script));
  }

  private static List<Action> listOf(Action... actions) {
    for (Action action : actions) {
      Objects.requireNonNull(action, "action");
    }
    return List.of(actions);
  }

  /** What {@code model} promises about a last message of the assistant's. */
  public ScriptedProvider prefills(String model, Prefill prefill) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(prefill, "prefill");
    return written(() -> prefills.put(model, prefill));
  }

  /** The models that were asked, in order. */
  public List<String> asked() {
    return read(() -> List.copyOf(asked));
  }

  /** What they were asked, in order. */
  public List<ChatRequest> requests() {
    return read(() -> List.copyOf(requests));
  }

  /** How many streams have not been closed. */
  public long open() {
    return read(() -> streams.stream().filter(stream -> !stream.isClosed()).count());
  }

  /** Forgets who was asked what. */
  public void forget() {
    written(() -> {
      asked.clear();
      requests.clear();
    });
  }

  @Override
  public Prefill prefill(Deployment deployment) {
    Objects.requireNonNull(deployment, "deployment");
    return read(() -> prefills.getOrDefault(deployment.model(), Prefill.NONE));
  }

  /**
   * The stream that is next for the deployment's model.
   *
   * @throws AssertionError if nothing is scripted for it
   */
  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    Objects.requireNonNull(deployment, "deployment");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(connectTimeout, "connectTimeout");
    lock.lock();
    try {
      String model = deployment.model();
      asked.add(model);
      requests.add(request);
      Deque<List<Action>> script = scripts.getOrDefault(model, new ArrayDeque<>());
      List<Action> actions = script.isEmpty() ? always.get(model) : script.poll();
      if (actions == null) {
        throw new AssertionError("nothing is scripted for another attempt at " + deployment.id());
      }
      ScriptedStream stream = new ScriptedStream(time, actions);
      streams.add(stream);
      return stream;
    } finally {
      lock.unlock();
    }
  }

  private ScriptedProvider written(Runnable change) {
    lock.lock();
    try {
      change.run();
      return this;
    } finally {
      lock.unlock();
    }
  }

  private <T> T read(Supplier<T> value) {
    lock.lock();
    try {
      return value.get();
    } finally {
      lock.unlock();
    }
  }
}
