package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.ProviderStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An attempt that is made again, at once, where the server refuses a field that the caller never
 * sent: as often as it refuses another of them.
 */
final class TakingBack extends AskedAgain {
  private final Set<String> own;
  private final Function<Set<String>, ProviderStream> without;
  private final Consumer<Set<String>> learnt;

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
    super(first);
    this.own = own;
    this.without = without;
    this.learnt = learnt;
  }

  @Override
  Step begun(Step first) throws InterruptedException {
    Step step = first;
    Set<String> gone = new HashSet<>();
    for (Set<String> blamed = blamed(step, gone); !blamed.isEmpty(); blamed = blamed(step, gone)) {
      gone.addAll(blamed);
      step = askWithout(Set.copyOf(gone), blamed);
    }
    return step;
  }

  private Step askWithout(Set<String> gone, Set<String> blamed) throws InterruptedException {
    Step step = askAgain(() -> without.apply(gone));
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

  // Each field is taken back once, so that this ends.
  private Set<String> blamed(Step step, Set<String> gone) {
    if (!(step instanceof Broken(Failure failure))) {
      return Set.of();
    }
    Set<String> blamed = new HashSet<>(OwnFields.blamed(failure, own));
    blamed.removeAll(gone);
    return blamed;
  }
}
