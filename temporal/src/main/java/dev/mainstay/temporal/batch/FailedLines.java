package dev.mainstay.temporal.batch;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Lines of a batch's answers that failed in the same way.
 *
 * @param type the kind of failure, as in {@code RateLimited}
 * @param lines how many there are
 * @param index that of one of them
 * @param why that one failed, in 300 characters at most; nothing where the words may quote the
 *     line, as a provider's may
 */
public record FailedLines(String type, long lines, long index, Optional<String> why) {
  private static final int LONGEST = 300;
  // Of what is set up wrong, and never of what was asked. Where no deployment may be tried, that is
  // told with what one of them said of another line.
  private static final Set<String> OF_SETTINGS =
      Set.of(
          "NotFound", "Unauthenticated", "PermissionDenied", "QuotaExceeded", "ConnectionFailed");

  /** Null is refused. */
  public FailedLines {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(why, "why");
  }

  /**
   * What failed in the output file {@code answers}, the most frequent kind first.
   *
   * @throws IOException if it cannot be read
   */
  public static List<FailedLines> in(Path answers) throws IOException {
    Map<String, FailedLines> kinds = new LinkedHashMap<>();
    try (BufferedReader in = Files.newBufferedReader(answers)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        failed(line).ifPresent(one -> kinds.merge(one.type, one, FailedLines::and));
      }
    }
    return kinds.values().stream()
        .sorted(Comparator.comparingLong(FailedLines::lines).reversed())
        .toList();
  }

  private static Optional<FailedLines> failed(String line) {
    // Most are answers, and need no more than a look.
    if (!line.contains("\"error\"")) {
      return Optional.empty();
    }
    try {
      JsonObject json = Json.parseObject(line);
      return json.object("error").map(error -> of(json.number("index").orElse(0), error));
    } catch (JsonException torn) {
      return Optional.empty();
    }
  }

  private static FailedLines of(long index, JsonObject error) {
    String type = error.text("type").orElse("ServerError");
    // An answer's status: then the words are the provider's.
    boolean isOwn = OF_SETTINGS.contains(type) && error.number("status").isEmpty();
    Optional<String> why = error.text("message").filter(w -> isOwn).map(w -> told(type, w));
    return new FailedLines(type, 1, index, why);
  }

  // The failure's own words, without the story before them.
  private static String told(String type, String words) {
    int own = words.indexOf(type + ": ");
    String line =
        (own < 0 ? words : words.substring(own + type.length() + 2)).replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  private FailedLines and(FailedLines more) {
    return new FailedLines(type, lines + more.lines, index, why);
  }
}
