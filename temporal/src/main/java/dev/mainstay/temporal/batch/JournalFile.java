package dev.mainstay.temporal.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The file of a journal as it is opened: for one writer alone, without the line that a crash has
 * torn, and without those that are to be answered anew.
 */
final class JournalFile implements Closeable {
  private static final String HEAD = "{\"index\":";

  private final Path path;
  private final Forcing forcing;
  private final BitSet kept = new BitSet();
  private FileChannel file;
  // Stays locked for those who have opened it before it was replaced.
  private @Nullable FileChannel replaced;

  private JournalFile(Path path, FileChannel file, Forcing forcing) {
    this.path = path;
    this.file = file;
    this.forcing = forcing;
  }

  /** Has what was written on the disk. */
  @FunctionalInterface
  interface Forcing {
    void force(FileChannel file) throws IOException;
  }

  /**
   * Opens the file, which is made where there is none.
   *
   * @param anew which lines are taken out of it
   * @throws IOException if it cannot be read or written, somebody else writes it, or a line of it
   *     is not one of ours, also one that is not whole; the message says which
   */
  static JournalFile open(Path path, Predicate<JsonObject> anew) throws IOException {
    return open(path, anew, file -> file.force(true));
  }

  /** {@link #open(Path, Predicate)} with another way to have it on the disk. */
  static JournalFile open(Path path, Predicate<JsonObject> anew, Forcing forcing)
      throws IOException {
    JournalFile opened =
        new JournalFile(
            path,
            locked(
                path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            forcing);
    try {
      if (opened.read(anew)) {
        opened.takeOut(anew);
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** The file, open at its end. */
  FileChannel channel() {
    return file;
  }

  /** The indices of its lines. */
  BitSet kept() {
    return kept;
  }

  private static FileChannel locked(Path path, OpenOption... options) throws IOException {
    FileChannel file = FileChannel.open(path, options);
    FileLock taken = null;
    try {
      taken = file.tryLock();
    } catch (OverlappingFileLockException ofThisProcess) {
      // As by any other.
    }
    if (taken == null) {
      file.close();
      throw new IOException(path + " is being written by another batch; wait for it, or stop it");
    }
    return file;
  }

  // Whether there are lines to be taken out.
  private boolean read(Predicate<JsonObject> anew) throws IOException {
    Reading reading = new Reading(anew);
    byte[] tail = lines(file, reading::take);
    requireTorn(new String(tail, UTF_8), reading.number);
    file.truncate(reading.whole);
    file.position(reading.whole);
    return reading.found;
  }

  /** Goes through the lines. */
  private final class Reading {
    private final Predicate<JsonObject> anew;
    private long number = 1;
    private long whole;
    private boolean found;

    Reading(Predicate<JsonObject> anew) {
      this.anew = anew;
    }

    void take(byte[] line) throws IOException {
      JsonObject json;
      int index;
      try {
        json = Json.parseObject(line);
        index = index(json);
      } catch (RuntimeException e) {
        throw notOurs(number, e);
      }
      number++;
      whole += line.length + 1L;
      if (anew.test(json)) {
        found = true;
      } else {
        kept.set(index);
      }
    }
  }

  /** Takes a line, without its end. */
  @FunctionalInterface
  private interface Lines {
    void take(byte[] line) throws IOException;
  }

  // From its beginning on; gives what is behind the last whole line.
  private static byte[] lines(FileChannel file, Lines each) throws IOException {
    file.position(0);
    InputStream in = new BufferedInputStream(Channels.newInputStream(file), 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        each.take(line.toByteArray());
        line.reset();
      } else {
        line.write(next);
      }
    }
    return line.toByteArray();
  }

  // What is cut off began as a line of ours: anything else is somebody's.
  private void requireTorn(String tail, long number) throws IOException {
    if (!tail.startsWith(HEAD) && !HEAD.startsWith(tail)) {
      throw notOurs(number, null);
    }
  }

  private static int index(JsonObject line) {
    return Objects.checkIndex(
        Math.toIntExact(line.number("index").orElseThrow()), Integer.MAX_VALUE);
  }

  private IOException notOurs(long number, @Nullable RuntimeException cause) {
    return new IOException(
        path + ":" + number + " is not a line of a batch's answers; use another file", cause);
  }

  // Written beside it first: whatever dies meanwhile, one of the two is there and whole.
  private void takeOut(Predicate<JsonObject> anew) throws IOException {
    Path real = path.toRealPath();
    Path folder = Objects.requireNonNull(real.getParent(), "a file is in a folder");
    Path beside = Files.createTempFile(folder, "." + real.getFileName(), ".tmp");
    FileChannel fresh = null;
    try {
      likeIn(real, beside);
      fresh = locked(beside, StandardOpenOption.READ, StandardOpenOption.WRITE);
      copy(fresh, anew);
      Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE);
      force(folder);
    } catch (IOException | RuntimeException e) {
      if (fresh != null) {
        fresh.close();
      }
      Files.deleteIfExists(beside);
      throw e;
    }
    replaced = file;
    file = fresh;
  }

  // Whoever may not read the one may not read the other.
  private static void likeIn(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (view != null) {
      Files.setPosixFilePermissions(to, view.readAttributes().permissions());
    }
  }

  private void copy(FileChannel to, Predicate<JsonObject> anew) throws IOException {
    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(to), 1 << 16);
    lines(
        file,
        line -> {
          if (!anew.test(Json.parseObject(line))) {
            out.write(line);
            out.write('\n');
          }
        });
    out.flush();
    forcing.force(to);
  }

  // So that the new name outlasts a power cut as well.
  private void force(Path folder) {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      forcing.force(entries);
    } catch (IOException notOnThisSystem) {
      // Where a folder cannot be opened, as on Windows.
    }
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      if (replaced != null) {
        replaced.close();
      }
    }
  }
}
