package dev.mainstay.gateway;

import dev.mainstay.gateway.config.ConfigReport;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps a gateway at what its configuration says: where that has changed it is put in force, where
 * it cannot work the old one stays. What the files say is compared, not when they were touched, so
 * that links, included files and mounted volumes need no care.
 *
 * <p>Thread-safe. It looks only when asked.
 */
public final class ConfigWatch {
  private final Gateway gateway;
  private final Supplier<ConfigReport> reader;
  private final ReloadListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private ConfigReport last;

  /** Is told what came of a changed configuration. */
  public interface ReloadListener {
    /**
     * It is in force.
     *
     * @param takesRestart what of it is not, until the gateway is started anew
     */
    void reloaded(ConfigReport report, List<String> takesRestart);

    /**
     * It cannot work, and the old one stays in force.
     *
     * @param why what its problems do not say; empty where they say it all
     */
    void refused(ConfigReport report, String why);
  }

  /**
   * A watch over what {@code reader} reads.
   *
   * @param first the configuration that {@code gateway} was started with
   */
  public ConfigWatch(
      Gateway gateway, ConfigReport first, Supplier<ConfigReport> reader, ReloadListener listener) {
    Objects.requireNonNull(gateway, "gateway");
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(reader, "reader");
    Objects.requireNonNull(listener, "listener");
    this.gateway = gateway;
    this.reader = reader;
    this.listener = listener;
    this.last = first;
  }

  /** Reads the configuration; does something about it only if it says anything new. */
  public void look() {
    lock.lock();
    try {
      ConfigReport report = reader.get();
      if (!report.equals(last)) {
        last = report;
        take(report);
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(ConfigReport report) {
    if (report.config().isEmpty()) {
      listener.refused(report, "");
      return;
    }
    try {
      List<String> takesRestart = gateway.reload(report.config().get());
      listener.reloaded(report, takesRestart);
    } catch (IllegalArgumentException e) {
      listener.refused(report, String.valueOf(e.getMessage()));
    }
  }
}
