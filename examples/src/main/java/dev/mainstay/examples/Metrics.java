package dev.mainstay.examples;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in calls; where it says add, your metrics library counts or records. */
public final class Metrics implements CallListener {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  @Override
  public void onEvent(CallEvent event) {
    switch (event) {
      case CallEvent.CallSucceeded done -> {
        add("calls." + done.metadata().group() + ".ok", 1);
        add("calls." + done.metadata().group() + ".millis", millis(done.metadata().duration()));
        add("retries", done.metadata().retryCount());
        add("fallbacks", done.metadata().fallbackCount());
      }
      case CallEvent.CallFailed failed -> add("calls.failed." + failed.failure().kind(), 1);
      case CallEvent.AttemptFailed failed ->
          add("attempts.failed." + failed.deployment() + "." + failed.failure().kind(), 1);
      case CallEvent.FirstOutput first -> add("first.output.millis", millis(first.afterStart()));
      case CallEvent.Recovered recovered -> add("recoveries." + recovered.form().word(), 1);
      default -> {} // kinds that are not counted here, and those to come
    }
  }

  /** How much has been counted under {@code name}. */
  public long count(String name) {
    return counts.getOrDefault(name, new LongAdder()).sum();
  }

  private void add(String name, long value) {
    counts.computeIfAbsent(name, n -> new LongAdder()).add(value);
  }

  private static long millis(Duration duration) {
    return duration.toMillis();
  }
}
