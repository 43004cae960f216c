package dev.mainstay.engine;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.provider.ProviderStream.Broken;
import dev.mainstay.provider.ProviderStream.End;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.stream.Accumulator;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The caller's end of a call that has committed: each read asks the attempt's answer for more, and
 * where that breaks has the {@link Engine} recover the call.
 */
final class CallStream implements ChatStream {
  private final Call call;
  private final Accumulator delivered;
  // Held while the answer is read; only who holds it may let go of the answer.
  private final ReentrantLock reading = new ReentrantLock();
  private volatile boolean closed;
  private AttemptAnswer answer;
  private Rendered rendered;
  private boolean ended;
  private @Nullable MainstayException broken;

  CallStream(Call call, AttemptAnswer answer) {
    this.call = call;
    this.answer = answer;
    this.delivered = call.delivers();
    this.rendered = call.rendered();
  }

  @Override
  public Optional<ChatChunk> nextChunk() {
    reading.lock();
    try {
      return next();
    } finally {
      reading.unlock();
      if (closed) {
        letGo();
      }
    }
  }

  @Override
  public boolean isReady() {
    reading.lock();
    try {
      return ended || closed || broken != null || isNextReady();
    } finally {
      reading.unlock();
      if (closed) {
        letGo();
      }
    }
  }

  @Override
  public ChatResponse response() {
    return delivered.response(metadata());
  }

  @Override
  public Rendered rendered() {
    return rendered;
  }

  @Override
  public DeliveredAnswer delivered() {
    return call.deliveredAnswer(answer.estimatedTokensHeld());
  }

  @Override
  public CallMetadata metadata() {
    return call.metadata();
  }

  @Override
  public void close() {
    closed = true;
    if (!letGo()) {
      try {
        call.stop(Ends.closedByCaller());
      } finally {
        letGo();
      }
    }
  }

  // A reader that is still at it has to be woken, and lets go itself.
  private boolean letGo() {
    if (!reading.tryLock()) {
      return false;
    }
    try {
      end();
    } finally {
      reading.unlock();
    }
    return true;
  }

  // Who has the finish reason, or all but that, has the answer, and need not read on to be told so.
  private void end() {
    if (isWhole()) {
      finish();
      return;
    }
    try {
      call.stop(Ends.closedByCaller());
    } finally {
      call.close();
    }
  }

  private boolean isWhole() {
    return !ended && broken == null && (call.isDelivered() || answer.isAnswered());
  }

  private Optional<ChatChunk> next() {
    if (broken != null) {
      throw broken;
    }
    try {
      return read();
    } catch (Throwable e) {
      crashed(e);
      throw e;
    }
  }

  // What an interrupt ends, the next read tells.
  private boolean isNextReady() {
    try {
      return answer.isReady();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } catch (Throwable e) {
      crashed(e);
      throw e;
    }
  }

  private void crashed(Throwable e) {
    call.crashed(e);
    broken = e instanceof MainstayException known ? known : call.hasCrashed(e);
  }

  private Optional<ChatChunk> read() {
    while (!ended) {
      if (closed && !isWhole()) {
        throw call.fail(Ends.closedByCaller());
      }
      switch (step()) {
        case Next(ChatChunk chunk) -> {
          ChatChunk priced = call.priced(chunk);
          delivered.add(priced);
          return Optional.of(priced);
        }
        case End end -> finish();
        case Broken(Failure failure) -> recover(failure);
      }
    }
    return Optional.empty();
  }

  private Step step() {
    try {
      return answer.next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Broken(Ends.interrupted());
    }
  }

  private void finish() {
    ended = true;
    answer.succeeded(delivered.usage());
    call.succeeded();
  }

  private void recover(Failure failure) {
    answer.failed(failure);
    answer = Engine.recover(call, failure, answer.estimatedTokensHeld());
    rendered = call.rendered();
  }
}
