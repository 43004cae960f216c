package dev.mainstay.gateway.api;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Names in the log, each once, the fields of requests that are LiteLLM's own and do nothing. */
final class IgnoredFields {
  private final Consumer<String> log;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  IgnoredFields() {
    this(LoggerFactory.getLogger(Api.class)::warn);
  }

  IgnoredFields(Consumer<String> log) {
    this.log = log;
  }

  /** Tells of those {@code fields} that nobody was told of. */
  void tell(List<String> fields) {
    for (String field : fields) {
      if (told.add(field)) {
        log.accept(
            "the request field '"
                + field
                + "' is LiteLLM's, and has no effect here: it is taken off. This is told once.");
      }
    }
  }
}
