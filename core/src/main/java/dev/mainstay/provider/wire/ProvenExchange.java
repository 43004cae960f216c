package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import dev.mainstay.transport.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose request is proven when it is sent, and sent once more, at once, where the
 * provider refuses the proof and a newer one can be had.
 */
public final class ProvenExchange implements Exchange {
  private final Transport transport;
  private final HttpCall call;
  private final Credential credential;
  private final CompletableFuture<Failure> aborted = new CompletableFuture<>();
  private volatile @Nullable Exchange current;
  private @Nullable HttpHead head;

  private ProvenExchange(Transport transport, HttpCall call, Credential credential) {
    this.transport = transport;
    this.call = call;
    this.credential = credential;
  }

  /** {@code call} to {@code deployment}, by its proxy, and proven where it has a credential. */
  public static Exchange of(Transport transport, Deployment deployment, HttpCall call) {
    HttpCall routed = call.withProxy(deployment.proxies().to(call.uri()));
    Optional<Credential> credential = deployment.credential();
    return credential.isEmpty()
        ? transport.open(routed)
        : new ProvenExchange(transport, routed, credential.get());
  }

  @Override
  public HttpHead head() throws TransportException, InterruptedException {
    HttpHead known = head;
    if (known == null) {
      known = send();
      head = known;
    }
    return known;
  }

  private HttpHead send() throws TransportException, InterruptedException {
    Credential.Proven first = proven();
    HttpHead answer = open(first.call()).head();
    if (!credential.isRefusal(answer)) {
      return answer;
    }
    first.refused().run();
    Credential.Proven second = proven();
    close();
    return open(second.call()).head();
  }

  private Exchange open(HttpCall proven) {
    Exchange opened = transport.open(proven);
    current = opened;
    if (aborted.isDone()) {
      opened.abort(aborted.join());
    }
    return opened;
  }

  private Credential.Proven proven() throws TransportException, InterruptedException {
    CompletableFuture<Credential.Proven> proof = credential.prove(call);
    try {
      if (!proof.isDone()) {
        CompletableFuture.anyOf(proof, aborted).get();
      }
      if (aborted.isDone()) {
        throw new TransportException(aborted.join());
      }
      return proof.join();
    } catch (ExecutionException | CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new TransportException(unproven(cause), cause);
    } catch (CancellationException e) {
      throw new TransportException(unproven(e), e);
    } catch (InterruptedException e) {
      abort(new Failure.Cancelled(FailureDetail.of("interrupted while waiting for a token")));
      throw e;
    }
  }

  private Failure unproven(Throwable cause) {
    String why =
        credential.scrub(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    FailureDetail detail = FailureDetail.of("no credential could be obtained: " + why);
    return cause instanceof IOException
        ? new Failure.ConnectionFailed(detail)
        : new Failure.Unauthenticated(detail);
  }

  @Override
  public InputStream body() {
    Exchange opened = current;
    if (opened == null) {
      throw new IllegalStateException("the head comes before the body");
    }
    return opened.body();
  }

  @Override
  public void abort(Failure cause) {
    aborted.complete(cause);
    Exchange opened = current;
    if (opened != null) {
      opened.abort(aborted.join());
    }
  }

  @Override
  public void close() {
    Exchange opened = current;
    if (opened != null) {
      opened.close();
    }
  }
}
