package dev.mainstay.cli.load;

import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Users who send their messages, each on a virtual thread of its own. A latency begins when a
 * message was to go out, so that no stall is left out (coordinated omission).
 *
 * <pre>{@code
 * LoadRun load = new LoadRun(plan, transport, TimeSource.system());
 * LoadResult result = load.run();
 * }</pre>
 */
public final class LoadRun {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  // Who sleeps looks now and then whether all is over.
  private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final LoadPlan plan;
  private final TimeSource time;
  private final MessageSender sender;
  private final Recorder recorder;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private volatile boolean isStopped;
  private volatile long end = Long.MAX_VALUE;

  /** A load that goes over {@code transport}, which stays its owner's to close. */
  public LoadRun(LoadPlan plan, Transport transport, TimeSource time) {
    this.plan = plan;
    this.time = time;
    this.sender = new MessageSender(plan, transport, time);
    this.recorder = new Recorder(plan, time.nanos());
  }

  /** Sends it all; returns when the last answer is over. */
  public LoadResult run() throws InterruptedException {
    long start = time.nanos();
    recorder.begin(start);
    if (!plan.duration().isZero()) {
      end = start + plan.duration().toNanos();
    }
    if (plan.rate() > 0) {
      byTheClock(start);
    } else {
      byUsers(start);
    }
    awaitAll();
    return recorder.result(time.nanos(), isStopped);
  }

  /** Sends nothing more, and gives up what is under way; {@link #run} returns then. */
  public void stop() {
    isStopped = true;
    threads.forEach(Thread::interrupt);
  }

  /** How it stands. */
  public Standing soFar() {
    return recorder.standing(time.nanos());
  }

  private void byTheClock(long start) throws InterruptedException {
    long total = plan.total();
    for (long i = 0; i < total && !isStopped; i++) {
      long due = start + dueNanos(i);
      if (due >= end) {
        break;
      }
      sleepUntil(due);
      int user = (int) (i % plan.users());
      start(() -> ask(user, due));
    }
  }

  /** When message {@code number} is due: at a rate that rises evenly, and then stays. */
  long dueNanos(long number) {
    double ramp = plan.ramp().toNanos() / NANOS_PER_SECOND;
    double inRamp = plan.rate() * ramp / 2;
    double seconds =
        number < inRamp
            ? Math.sqrt(2 * number * ramp / plan.rate())
            : ramp + (number - inRamp) / plan.rate();
    return (long) (seconds * NANOS_PER_SECOND);
  }

  private void byUsers(long start) {
    int lanes = Math.min(plan.parallel(), plan.messages());
    for (int i = 0; i < plan.users(); i++) {
      int user = i;
      long begin = start + beginNanos(user);
      AtomicLong left = new AtomicLong(plan.messages());
      for (int lane = 0; lane < lanes; lane++) {
        start(() -> converse(user, begin, left));
      }
    }
  }

  /** When {@code user} begins: one after the other, evenly. */
  long beginNanos(int user) {
    return plan.ramp().toNanos() * user / plan.users();
  }

  private void converse(int user, long begin, AtomicLong left) {
    long due = begin;
    while (left.getAndDecrement() > 0 && !isStopped && due < end) {
      try {
        sleepUntil(due);
      } catch (InterruptedException e) {
        return;
      }
      if (!ask(user, due)) {
        return;
      }
      due = time.nanos() + plan.think().toNanos();
    }
  }

  private boolean ask(int user, long due) {
    long sent = time.nanos();
    recorder.sent(sent);
    try {
      recorder.ended(sender.ask(user, numbers.getAndIncrement(), due));
      return true;
    } catch (InterruptedException e) {
      recorder.givenUp();
      return false;
    } catch (RuntimeException e) {
      // A bug of ours must not end a load of hours, and must not be overlooked.
      Miss miss = Miss.unforeseen(e);
      recorder.ended(new Outcome(user, false, due, sent, 0, time.nanos(), Optional.of(miss)));
      return true;
    }
  }

  private void start(Runnable task) {
    Thread thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                // Who stops looks at those that are there by then.
                if (!isStopped) {
                  task.run();
                }
              } finally {
                threads.remove(Thread.currentThread());
              }
            });
    threads.add(thread);
    thread.start();
  }

  private void awaitAll() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void sleepUntil(long due) throws InterruptedException {
    for (long left = due - time.nanos(); left > 0 && !isStopped; left = due - time.nanos()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped");
      }
      time.park(Duration.ofNanos(Math.min(left, LONGEST_PARK_NANOS)));
    }
  }
}
