package dev.mainstay.provider.openai;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.ProviderStream;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is made again, once and at once, where the server refuses a field that the caller
 * never sent.
 */
final class TakingBack implements ProviderStream {
  private final Set<String> own;
  private final Function<Set<String>, ProviderStream> without;
  private final Consumer<Set<String>> learnt;
  private final AtomicReference<@Nullable Failure> aborted = new AtomicReference<>();
  private volatile ProviderStream current;
  private boolean isBegun;

  /**
   * An attempt.
   *
   * @param first sends all of {@code own}
   * @param own the fields that may be taken back
   * @param without makes the attempt again, without these
   * @param learnt is told which the server does not take, once an attempt without them shows it
   */
  TakingBack(
      ProviderStream first,
      Set<String> own,
      Function<Set<String>, ProviderStream> without,
      Consumer<Set<String>> learnt) {
    this.current = first;
    this.own = own;
    this.without = without;
    this.learnt = learnt;
  }

  @Override
  public Step next() throws InterruptedException {
    Step step = current.next();
    if (isBegun) {
      return step;
    }
    isBegun = true;
    Set<String> blamed = blamed(step);
    return blamed.isEmpty() ? step : askAgain(blamed);
  }

  private Step askAgain(Set<String> blamed) throws InterruptedException {
    current.close();
    current = without.apply(blamed);
    Failure already = aborted.get();
    if (already != null) {
      current.abort(already);
    }
    Step step = current.next();
    if (isCured(step, blamed)) {
      learnt.accept(blamed);
    }
    return step;
  }

  // A caller whose text makes a server name our field shall not make others go without it.
  private boolean isCured(Step step, Set<String> blamed) {
    return !(step instanceof Broken(Failure failure))
        || (OwnFields.isRefusal(failure) && OwnFields.blamed(failure, blamed).isEmpty());
  }

  private Set<String> blamed(Step step) {
    return step instanceof Broken(Failure failure) ? OwnFields.blamed(failure, own) : Set.of();
  }

  @Override
  public void abort(Failure cause) {
    aborted.compareAndSet(null, cause);
    current.abort(cause);
  }

  @Override
  public void close() {
    current.close();
  }
}
