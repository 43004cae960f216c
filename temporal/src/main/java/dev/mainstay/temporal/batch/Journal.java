package dev.mainstay.temporal.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The output file: one JSON object with an {@code index} a line, each there once. A line that a
 * crash has torn is cut off when it is opened, one that could not be written whole at once; nobody
 * else may write it meanwhile. Thread-safe.
 */
final class Journal implements AutoCloseable {
  private static final String HEAD = "{\"index\":";

  private final ReentrantLock lock = new ReentrantLock();
  private final FileChannel file;
  private final BitSet done = new BitSet();
  private final Path path;
  private @Nullable IOException failure;

  /** A journal in {@code file}, which is empty from where it stands. */
  Journal(FileChannel file, Path path) {
    this.file = file;
    this.path = path;
  }

  /**
   * Opens the file, which is made where there is none.
   *
   * @throws IOException if it cannot be read or written, somebody else writes it, or a line of it
   *     is not one of ours, also one that is not whole; the message says which
   */
  static Journal open(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      takeLock(file, path);
      Journal journal = new Journal(file, path);
      journal.read();
      return journal;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void takeLock(FileChannel file, Path path) throws IOException {
    FileLock taken = null;
    try {
      taken = file.tryLock();
    } catch (OverlappingFileLockException ofThisProcess) {
      // As by any other.
    }
    if (taken == null) {
      throw new IOException(path + " is being written by another batch; wait for it, or stop it");
    }
  }

  private void read() throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(file), 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long read = 0;
    long whole = 0;
    long number = 1;
    for (int next = in.read(); next >= 0; next = in.read()) {
      read++;
      if (next == '\n') {
        done.set(index(line.toByteArray(), number++));
        line.reset();
        whole = read;
      } else {
        line.write(next);
      }
    }
    requireTorn(line.toString(UTF_8), number);
    file.truncate(whole);
    file.position(whole);
  }

  // What is cut off began as a line of ours: anything else is somebody's.
  private void requireTorn(String tail, long number) throws IOException {
    if (!tail.startsWith(HEAD) && !HEAD.startsWith(tail)) {
      throw notOurs(number, null);
    }
  }

  private int index(byte[] line, long number) throws IOException {
    try {
      return Math.toIntExact(Json.parseObject(line).number("index").orElseThrow());
    } catch (RuntimeException e) {
      throw notOurs(number, e);
    }
  }

  private IOException notOurs(long number, @Nullable RuntimeException cause) {
    return new IOException(
        path + ":" + number + " is not a line of a batch's answers; use another file", cause);
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
    file.close();
  }
}
