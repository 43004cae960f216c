package dev.mainstay.gateway.api;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.Recovery;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The story of a streamed call as the comment at its end, since what is known only then no header
 * can tell any more:
 *
 * <pre>
 * : mainstay call-id=... group=chat deployment=eu attempts=3 retries=2 fallbacks=0 recoveries=1
 *   duration-ms=812.004 overhead-ms=0.512 recovered=Truncated/anchor/eu
 * </pre>
 *
 * <p>All on one line: the headers under Mainstay's own names, and for each recovery why the stream
 * had broken, how it was gone on with and by which deployment. A space in a name is {@code %20}.
 */
final class StreamTrailer {
  private static final String OWN_HEADER = "x-mainstay-";

  private StreamTrailer() {}

  static String of(CallMetadata metadata) {
    StringBuilder text = new StringBuilder(": mainstay");
    CallHeaders.of(metadata)
        .forEach((name, value) -> {
          if (name.startsWith(OWN_HEADER)) {
            add(text, name.substring(OWN_HEADER.length()), value);
          }
        });
    List<Recovery> recoveries = metadata.recoveries();
    if (!recoveries.isEmpty()) {
      add(
          text,
          "recovered",
          recoveries.stream().map(StreamTrailer::word).collect(Collectors.joining(";")));
    }
    return text.append("\n").toString();
  }

  private static String word(Recovery recovery) {
    return recovery.failure().kind()
        + "/"
        + recovery.form().word()
        + "/"
        + CallHeaders.safe(recovery.deployment());
  }

  private static void add(StringBuilder text, String name, String value) {
    text.append(' ').append(name).append('=').append(value.replace(" ", "%20"));
  }
}
