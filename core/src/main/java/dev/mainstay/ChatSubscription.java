package dev.mainstay;

import dev.mainstay.call.ChatStream;
import dev.mainstay.model.ChatEvent;
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
  private boolean isOver;
  private @Nullable Exception ending;

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
        end(
            new IllegalArgumentException(
                "asked for " + n + " events; ask for 1 or more (rule 3.9)"));
        return;
      }
      demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
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
      end(new InterruptedException("the subscriber has cancelled"));
    } finally {
      lock.unlock();
    }
  }

  // Wakes the thread, whether it waits for demand or for the provider; once, and not when it is
  // through: then it may be in the subscriber's last signal.
  private void end(Exception why) {
    if (ending == null && !isOver) {
      ending = why;
      thread.interrupt();
    }
  }

  private void run() {
    try {
      awaitDemand();
      publish();
      signalEnd(null);
    } catch (Throwable e) {
      signalEnd(e);
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
  }

  // The last signal, and no more than one: what ended the subscription goes before what came of it.
  private void signalEnd(@Nullable Throwable failure) {
    Throwable told;
    lock.lock();
    try {
      isOver = true;
      if (cancelled) {
        return;
      }
      told = ending == null ? failure : ending;
    } finally {
      lock.unlock();
    }
    Thread.interrupted();
    if (told == null) {
      subscriber.onComplete();
    } else {
      subscriber.onError(told);
    }
  }

  private void awaitDemand() throws InterruptedException {
    lock.lock();
    try {
      while (demand == 0 && ending == null) {
        changed.await();
      }
      if (ending != null) {
        throw new InterruptedException();
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
}
