package dev.mainstay.provider.wire;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The {@linkplain OwnFields fields of ours} that deployments have refused, and that are no longer
 * sent. Thread-safe.
 */
public final class RefusedFields {
  // Ids may come from callers, through wildcards: beyond this all is learnt anew.
  private static final int MOST = 10_000;

  private final Map<String, Set<String>> refused = new ConcurrentHashMap<>();

  /** None is known yet. */
  public RefusedFields() {}

  /** Those that {@code deployment} has refused. */
  public Set<String> of(Deployment deployment) {
    return refused.getOrDefault(deployment.id(), Set.of());
  }

  private void add(Deployment deployment, Set<String> fields) {
    if (refused.size() >= MOST) {
      refused.clear();
    }
    refused.merge(deployment.id(), Set.copyOf(fields), RefusedFields::union);
  }

  /**
   * An attempt of a dialect that writes whole requests anew: without what was refused before, and
   * made again without what is refused now.
   *
   * @param sending makes it, of a deployment and a request that lack what is not to be sent
   */
  public ProviderStream attempt(
      Deployment deployment,
      ChatRequest request,
      BiFunction<Deployment, ChatRequest, ProviderStream> sending) {
    Set<String> own = OwnFields.of(deployment, request);
    if (own.isEmpty()) {
      return sending.apply(deployment, request);
    }
    Set<String> known = of(deployment);
    return attempt(
        deployment,
        known,
        own,
        fields -> {
          Set<String> gone = union(known, fields);
          return gone.isEmpty()
              ? sending.apply(deployment, request)
              : sending.apply(without(deployment, gone), without(request, gone));
        });
  }

  /**
   * An attempt at embeddings of such a dialect.
   *
   * @param some the defaults that may be taken back
   * @param sending makes it, of a deployment that lacks what is not to be sent
   */
  public ProviderStream attempt(
      Deployment deployment,
      EmbeddingRequest request,
      Set<String> some,
      Function<Deployment, ProviderStream> sending) {
    Set<String> own = EmbeddingFields.own(deployment, request, some);
    Set<String> known = new HashSet<>(of(deployment));
    known.retainAll(own);
    return attempt(
        deployment, known, own, fields -> sending.apply(without(deployment, union(known, fields))));
  }

  /**
   * An attempt that is made again where {@code deployment} refuses one of {@code own}.
   *
   * @param known those that are left out anyhow: there is nothing to take back
   * @param own the fields of it that may be taken back
   * @param sending makes it, without the fields that it is given
   */
  public ProviderStream attempt(
      Deployment deployment,
      Set<String> known,
      Set<String> own,
      Function<Set<String>, ProviderStream> sending) {
    ProviderStream first = sending.apply(Set.of());
    Set<String> sent = new HashSet<>(own);
    sent.removeAll(known);
    return sent.isEmpty()
        ? first
        : new TakingBack(first, sent, sending, fields -> add(deployment, fields));
  }

  private static Deployment without(Deployment deployment, Set<String> fields) {
    if (fields.isEmpty()) {
      return deployment;
    }
    return deployment.withDefaults(deployment.defaults().without(fields));
  }

  // Of the request itself wishes alone may go; as its caller wrote it, it stays.
  private static ChatRequest without(ChatRequest request, Set<String> fields) {
    Set<String> wishes = new HashSet<>(RequestPolicy.wishes(request.json()));
    wishes.retainAll(fields);
    return wishes.isEmpty()
        ? request
        : new ChatRequest(request.json().without(wishes), request.original());
  }

  static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }
}
