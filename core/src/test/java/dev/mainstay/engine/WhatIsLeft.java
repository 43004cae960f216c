package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import java.util.List;

/** What is left of a call that somebody's code has thrown in. */
final class WhatIsLeft {
  private WhatIsLeft() {}

  /** Its place, connection and timers are given back, and its story ends once. */
  static void requireNothing(World world) {
    List<CallEvent> story = List.copyOf(world.events);
    assertThat(world.provider.open()).isZero();
    assertThat(world.time.pendingTimers()).isZero();
    assertThat(story).filteredOn(WhatIsLeft::isEnd).containsExactly(story.getLast());
    assertThat(story.toString()).doesNotContain("sk-secret");
    long begun = story.stream().filter(CallEvent.AttemptStarted.class::isInstance).count();
    long failed = story.stream().filter(CallEvent.AttemptFailed.class::isInstance).count();
    boolean succeeded = story.getLast() instanceof CallEvent.CallSucceeded;
    assertThat(failed + (succeeded ? 1 : 0)).isEqualTo(begun);
  }

  private static boolean isEnd(CallEvent event) {
    return event instanceof CallEvent.CallFailed || event instanceof CallEvent.CallSucceeded;
  }
}
