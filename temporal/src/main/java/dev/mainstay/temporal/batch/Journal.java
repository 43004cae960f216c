package dev.mainstay.temporal.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.json.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The output file: one JSON object with an {@code index} a line, each there once. A line that a
 * crash has torn is cut off when it is opened, one that could not be written whole at once; nobody
 * else may write it meanwhile. Thread-safe.
 */
final class Journal implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final FileChannel file;
  private final Closeable held;
  private final BitSet done;
  private final Path path;
  // Of the file that was opened; null where the system has none, or nobody may take it away.
  private final @Nullable Object key;
  private @Nullable IOException failure;

  /** A journal in {@code file}, which is empty from where it stands. */
  Journal(FileChannel file, Path path) {
    this.file = file;
    this.held = file;
    this.done = new BitSet();
    this.path = path;
    this.key = null;
  }

  private Journal(JournalFile opened, Path path, @Nullable Object key) {
    this.file = opened.channel();
    this.held = opened;
    this.done = opened.kept();
    this.path = path;
    this.key = key;
  }

  /**
   * Opens the file, which is made where there is none.
   *
   * @param anew which lines are taken out of it, to be answered anew
   * @throws IOException if it cannot be read or written, somebody else writes it, or a line of it
   *     is not one of ours, also one that is not whole; the message says which
   */
  static Journal open(Path path, Predicate<JsonObject> anew) throws IOException {
    JournalFile opened = JournalFile.open(path, anew);
    try {
      return new Journal(opened, path, keyOf(path));
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private static @Nullable Object keyOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /** Whether the line is there. */
  boolean has(long index) {
    lock.lock();
    try {
      return done.get(Math.toIntExact(index));
    } finally {
      lock.unlock();
    }
  }

  /** How many lines are there. */
  long size() {
    lock.lock();
    try {
      return done.cardinality();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a line, unless it is there; when this returns it is on the disk. One that could not be
   * written whole is taken back, and is the last that was tried.
   *
   * @return whether it was added
   * @throws UncheckedIOException if it cannot be written, or one before it could not
   */
  boolean add(long index, JsonObject line) {
    byte[] json = (line.toJson().replace("\n", " ") + "\n").getBytes(UTF_8);
    lock.lock();
    try {
      if (done.get(Math.toIntExact(index))) {
        return false;
      }
      if (failure != null) {
        throw failed(failure);
      }
      write(json);
      done.set(Math.toIntExact(index));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void write(byte[] line) {
    ByteBuffer bytes = ByteBuffer.wrap(line);
    try {
      requireThere();
      long before = file.position();
      try {
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(false);
      } catch (IOException e) {
        takeBack(before, e);
        throw e;
      }
    } catch (IOException e) {
      failure = e;
      throw failed(e);
    }
  }

  // What is written into a file without a name is lost.
  private void requireThere() throws IOException {
    if (key != null && !key.equals(keyNow())) {
      throw new IOException(path + " was deleted, moved or replaced by another file");
    }
  }

  private @Nullable Object keyNow() throws IOException {
    try {
      return keyOf(path);
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  // Where that fails as well, the next start cuts it off.
  private void takeBack(long to, IOException why) {
    try {
      file.truncate(to);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private UncheckedIOException failed(IOException why) {
    return new UncheckedIOException("cannot write " + path, why);
  }

  /** Why nothing can be added any more; nothing where it can. */
  Optional<IOException> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
