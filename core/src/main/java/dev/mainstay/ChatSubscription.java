package dev.mainstay;

import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatStream;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One subscriber's call: a thread that reads the stream and gives events as they are asked for. */
final class ChatSubscription implements Flow.Subscription {
  private final Flow.Subscriber<? super ChatEvent> subscriber;
  private final Supplier<ChatStream> call;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long demand;
  private boolean cancelled;
  private @Nullable IllegalArgumentException misuse;

  private ChatSubscription(
      Flow.Subscriber<? super ChatEvent> subscriber, Supplier<ChatStream> call) {
    this.subscriber = subscriber;
    this.call = call;
    this.thread = Thread.ofVirtual().name("mainstay-publisher").unstarted(this::run);
  }

  static void start(Flow.Subscriber<? super ChatEvent> subscriber, Supplier<ChatStream> call) {
    ChatSubscription subscription = new ChatSubscription(subscriber, call);
    subscriber.onSubscribe(subscription);
    subscription.thread.start();
  }

  @Override
  public void request(long n) {
    lock.lock();
    try {
      if (n <= 0) {
        misuse =
            new IllegalArgumentException(
                "asked for " + n + " events; ask for 1 or more (rule 3.9)");
      }
      demand = demand + Math.max(n, 0) < 0 ? Long.MAX_VALUE : demand + Math.max(n, 0);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cancel() {
    lock.lock();
    try {
      cancelled = true;
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }

  private void run() {
    try {
      awaitDemand();
      publish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!isCancelled()) {
        subscriber.onError(e);
      }
    }
  }

  private void publish() throws InterruptedException {
    try (ChatStream stream = call.get()) {
      for (ChatEvent event : stream) {
        awaitDemand();
        takeDemand();
        subscriber.onNext(event);
      }
    }
    if (!isCancelled()) {
      subscriber.onComplete();
    }
  }

  private void awaitDemand() throws InterruptedException {
    lock.lock();
    try {
      while (demand == 0 && misuse == null && !cancelled) {
        changed.await();
      }
      if (cancelled) {
        throw new InterruptedException();
      }
      if (misuse != null) {
        throw misuse;
      }
    } finally {
      lock.unlock();
    }
  }

  private void takeDemand() {
    lock.lock();
    try {
      demand = demand == Long.MAX_VALUE ? demand : demand - 1;
    } finally {
      lock.unlock();
    }
  }

  private boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }
}
