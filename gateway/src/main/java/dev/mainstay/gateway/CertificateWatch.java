package dev.mainstay.gateway;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a gateway at the certificate that its files hold: where they hold another, new connections
 * get that; where it cannot be used the old one stays.
 *
 * <p>Thread-safe. It looks only when asked.
 */
public final class CertificateWatch {
  private final Gateway gateway;
  private final RenewalListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private String lastTold = "";

  /** Is told what came of a changed certificate. */
  public interface RenewalListener {
    /** It is in force for new connections. */
    void renewed();

    /** It cannot be used, and the old one stays in force. */
    void refused(String why);
  }

  /** A watch over the files that {@code gateway} was started with, if any. */
  public CertificateWatch(Gateway gateway, RenewalListener listener) {
    Objects.requireNonNull(gateway, "gateway");
    Objects.requireNonNull(listener, "listener");
    this.gateway = gateway;
    this.listener = listener;
  }

  /** Reads the files; the same trouble is told once. */
  public void look() {
    lock.lock();
    try {
      if (gateway.renewCertificate()) {
        listener.renewed();
      }
      lastTold = "";
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(lastTold)) {
        lastTold = why;
        listener.refused(why);
      }
    } finally {
      lock.unlock();
    }
  }
}
