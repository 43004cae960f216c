package dev.mainstay.gate;

import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which gates share a turnstile, and so their limits: those of deployments with the same endpoint,
 * model and key. A deployment whose key has changed keeps the turnstile that it had before, unless
 * others go on with the old key. Thread-safe.
 */
final class Turnstiles {
  private final ConcurrentMap<Object, WeakReference<Turnstile>> bySite = new ConcurrentHashMap<>();
  private final TimeSource time;
  private volatile Set<Account> expected = Set.of();

  Turnstiles(TimeSource time) {
    this.time = time;
  }

  /** Knows all that {@code others} know. */
  void add(Turnstiles others) {
    others.bySite.forEach(bySite::putIfAbsent);
  }

  /** {@code deployments} will be asked for. */
  void expect(Collection<Deployment> deployments) {
    expected = deployments.stream().map(Account::of).collect(Collectors.toUnmodifiableSet());
  }

  Turnstile of(Deployment deployment, PacingPolicy policy) {
    Object account = Account.of(deployment);
    Object site = Site.of(deployment);
    Turnstile known = held(bySite.get(account));
    if (known == null) {
      known = held(bySite.get(site));
      known = known == null || isOfOthers(known, account) ? null : known;
    }
    Turnstile wanted = known == null ? new Turnstile(policy, time) : known;
    Turnstile shared = shared(account, wanted);
    bySite.put(site, new WeakReference<>(shared));
    return shared;
  }

  /** How many accounts and sites are known. */
  int size() {
    return bySite.size();
  }

  /** Forgets those that nobody passes any more. */
  void sweep() {
    bySite.values().removeIf(turnstile -> turnstile.get() == null);
  }

  private boolean isOfOthers(Turnstile turnstile, Object account) {
    return expected.stream()
        .anyMatch(other -> !other.equals(account) && held(bySite.get(other)) == turnstile);
  }

  // Whoever was faster has one that is still held, or this one takes its place.
  private Turnstile shared(Object account, Turnstile wanted) {
    Turnstile shared =
        held(
            bySite.merge(
                account,
                new WeakReference<>(wanted),
                (old, fresh) -> old.get() == null ? fresh : old));
    return shared == null ? wanted : shared;
  }

  private static @Nullable Turnstile held(@Nullable WeakReference<Turnstile> reference) {
    return reference == null ? null : reference.get();
  }

  /** What a provider's limits are for. */
  private record Account(
      String provider,
      String model,
      Optional<URI> endpoint,
      Object key,
      Object keySource,
      Object credential) {
    static Account of(Deployment deployment) {
      return new Account(
          deployment.provider(),
          deployment.model(),
          deployment.endpoint(),
          deployment.key(),
          deployment.keySource(),
          deployment.credential());
    }
  }

  /** Where a deployment is: its attempts under way stay so, whatever else changes. */
  private record Site(String id, String provider, Optional<URI> endpoint) {
    static Site of(Deployment deployment) {
      return new Site(deployment.id(), deployment.provider(), deployment.endpoint());
    }
  }
}
