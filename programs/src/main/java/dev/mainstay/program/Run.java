package dev.mainstay.program;

import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.StatusKind;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run of a program: what it calls other programs by, so that their events carry its path. It
 * may be used by several threads at once; nothing is bound to a thread.
 */
public final class Run {
  private final RunRoot root;
  private final String path;
  private final String hint;
  private final Map<String, AtomicInteger> calls;

  Run(RunRoot root, String path) {
    this(root, path, "", new ConcurrentHashMap<>());
  }

  private Run(RunRoot root, String path, String hint, Map<String, AtomicInteger> calls) {
    this.root = root;
    this.path = path;
    this.hint = hint;
    this.calls = calls;
  }

  /** This run, whose programs are told {@code hint}. */
  Run hinted(String hint) {
    return new Run(root, path, hint, calls);
  }

  /** What models are told beside the input; may be empty. */
  String hint() {
    return hint;
  }

  /**
   * Where this run is: empty for the program that was called, else as in {@code answer/lookup[2]}.
   */
  public String path() {
    return path;
  }

  /**
   * The answer of {@code program} to {@code input}, as a part of this run.
   *
   * @param name what it is called in paths; where it is called again, a number follows
   * @throws ProgramException if a model's answer is not one of the program's
   * @throws dev.mainstay.call.MainstayException if a call fails
   */
  public <I, O> O call(String name, Program<I, O> program, I input) {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(input, "input");
    String at = inner(Objects.requireNonNull(name, "name"));
    Run inner = new Run(root, at, hint, new ConcurrentHashMap<>());
    inner.status(StatusKind.PROGRAM_BEGUN, root.options().words().programBegun(name));
    O value;
    try {
      value = RunRoot.ran(program, input, inner);
    } catch (Throwable e) {
      inner.failed(name, e);
      throw e;
    }
    inner.status(StatusKind.PROGRAM_ENDED, root.options().words().programEnded(name));
    return value;
  }

  // What it failed by is thrown, also where nobody hears of it any more.
  private void failed(String name, Throwable why) {
    try {
      status(StatusKind.PROGRAM_ENDED, root.options().words().programFailed(name));
    } catch (RuntimeException closed) {
      if (!closed.equals(why)) {
        why.addSuppressed(closed);
      }
    }
  }

  private String inner(String name) {
    int number = calls.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
    String numbered = number == 1 ? name : name + "[" + number + "]";
    return path.isEmpty() ? numbered : path + "/" + numbered;
  }

  /** Tells whoever reads the stream {@code text}. */
  public void status(String text) {
    status(StatusKind.OWN, Objects.requireNonNull(text, "text"));
  }

  void status(StatusKind kind, String text) {
    root.emit(new ProgramEvent.Status<>(path, kind, text));
  }

  RunRoot root() {
    return root;
  }
}
