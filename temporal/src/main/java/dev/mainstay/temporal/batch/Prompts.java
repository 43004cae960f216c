package dev.mainstay.temporal.batch;

import dev.mainstay.model.ChatRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a batch asks: the same, in the same order, whenever it is read. */
sealed interface Prompts {

  /** How many prompts there are. */
  long count() throws IOException;

  /** Reads them from the first on, with {@code model} where that is given. */
  PromptReader read(@Nullable String model) throws IOException;

  /** The lines of a file. */
  record OfFile(Path path) implements Prompts {
    @Override
    public long count() throws IOException {
      return PromptFile.count(path);
    }

    @Override
    public PromptReader read(@Nullable String model) throws IOException {
      return new PromptFile(path, model);
    }
  }

  /** Requests that the caller has or makes up. */
  record OfRequests(Iterable<ChatRequest> requests) implements Prompts {
    @Override
    public long count() throws IOException {
      return StreamSupport.stream(anew(), false).count();
    }

    // That of a stream has begun already, and says no more than that.
    private Spliterator<ChatRequest> anew() throws IOException {
      try {
        return requests.spliterator();
      } catch (IllegalStateException begun) {
        throw new IOException(
            "the prompts can be read only once, but they are counted first and then read; give a"
                + " file, or an Iterable that begins anew each time",
            begun);
      }
    }

    @Override
    public PromptReader read(@Nullable String model) {
      return new PromptIterator(requests.iterator(), model);
    }
  }
}
