package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.ProviderStream;
import java.util.function.Supplier;

/** An attempt in the making: whatever keeps it from being sent is a value in it. */
public final class Preparing {
  private Preparing() {}

  /**
   * The attempt that {@code sending} prepares; where that throws, one that has failed by what was
   * thrown. Its words may be those of the request, so they are for the caller alone, without what
   * {@code deployment} keeps secret.
   */
  public static ProviderStream attempt(Deployment deployment, Supplier<ProviderStream> sending) {
    return attempt(deployment.provider(), deployment, sending);
  }

  /**
   * {@link #attempt(Deployment, Supplier)} in a dialect that several providers speak.
   *
   * @param dialect the provider that what is refused names; the deployment's is told in its place
   */
  public static ProviderStream attempt(
      String dialect, Deployment deployment, Supplier<ProviderStream> sending) {
    try {
      return sending.get();
    } catch (UnsupportedException e) {
      return new FailedStream(e.of(dialect, deployment.provider()).failure());
    } catch (RuntimeException e) {
      String why = Secrets.scrubber(deployment).apply(e.toString());
      return new FailedStream(
          new Failure.BadRequest(FailureDetail.of("the request cannot be sent").withQuoted(why)));
    }
  }
}
