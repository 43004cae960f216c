package dev.mainstay.program;

import org.jspecify.annotations.Nullable;

/**
 * Writes down every prompt of a conversation, each with what came for it and not for one before it.
 * One thread uses it.
 */
final class Tracing {
  private static final String BROKE = "failed or broke, and somebody was asked again";

  private final Run run;
  private @Nullable AskedForm open;
  private @Nullable Taking before;
  private int from;

  Tracing(Run run) {
    this.run = run;
  }

  /**
   * {@code next} is asked, whatever became of the attempt before.
   *
   * @param taking what is known of the answer so far
   */
  void asks(AskedForm next, @Nullable Taking taking) {
    ended(BROKE, taking);
    open = next;
    before = taking;
    from = taking == null ? 0 : taking.raw().length();
  }

  /** The attempt under way is over, where one is. */
  void ended(String outcome, @Nullable Taking taking) {
    AskedForm last = open;
    open = null;
    if (last == null) {
      return;
    }
    run.root()
        .options()
        .trace()
        .ifPresent(trace ->
            trace.add(
                new ProgramTrace.Entry(
                    run.path(), last.deployment(), last.request(), came(taking), outcome)));
  }

  // An answer that is gone on with has its beginning from the attempt before.
  private String came(@Nullable Taking taking) {
    if (taking == null) {
      return "";
    }
    String raw = taking.raw();
    return taking.equals(before) ? raw.substring(Math.min(from, raw.length())) : raw;
  }
}
