package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.Yaml.Scalar;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.gateway.front.GatewayFront;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.provider.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code general_settings}: the gateway's own address, key and limits. */
record GeneralReader(Values values) {
  private static final List<String> KEY_VARIABLES =
      List.of("MAINSTAY_MASTER_KEY", "LITELLM_MASTER_KEY");
  private static final String MASTER_KEY = "master_key";
  // What is a key there is read there, or nobody's.
  private static final Set<String> OTHERS = Set.of("environment_variables", "model_list");
  // As general_settings in another section is.
  private static final int DEEPEST = 2;
  private static final int KIB = 1024;
  private static final int MOST_CALLS = 1_000_000;
  private static final int MIB = 1024 * KIB;

  void read(Section general, GatewayConfigBuilder config) {
    Optional<Entry> written = masterKeyEntry(general);
    Optional<Secret> key = written.flatMap(e -> values.secret(MASTER_KEY, e.value()));
    key.ifPresent(config::masterKey);
    general.get("port", values.whole(0, 65_535)).ifPresent(config::port);
    general
        .get("host", values::text)
        .filter(host -> isAllowed(host, written.isPresent()))
        .map(Text::value)
        .ifPresent(config::host);
    config.limits(limits(general));
    config.front(front(general, written.isPresent()));
  }

  /** Whoever wrote a key where nothing reads it counts on one: there would be none. */
  void refuseMisplacedKey(Section top, Section general) {
    if (masterKeyEntry(general).isEmpty()) {
      refuseMisplacedKey(top.mapping(), DEEPEST);
    }
  }

  private void refuseMisplacedKey(Mapping mapping, int depth) {
    for (Entry entry : mapping.entries()) {
      if (isMasterKey(entry.key()) && !entry.value().isNull()) {
        values.problems().error(entry.at(), misplaced(entry.key()));
      } else if (entry.value() instanceof Mapping inner && depth > 0 && !isOther(entry.key())) {
        refuseMisplacedKey(inner, depth - 1);
      }
    }
  }

  // Who writes x- keeps anchors there.
  private static boolean isOther(String section) {
    return OTHERS.contains(section) || section.startsWith("x-");
  }

  private static boolean isMasterKey(String key) {
    String small = key.toLowerCase(Locale.ROOT);
    return small.replaceAll("[-_. ]", "").endsWith("masterkey")
        || Words.nearest(small, List.of(MASTER_KEY)).isPresent();
  }

  private static String misplaced(String key) {
    boolean isSpelledRight = key.equals(MASTER_KEY);
    return (isSpelledRight ? MASTER_KEY : Words.key(key))
        + " is in a place where nothing reads it, so no caller would need a key; "
        + (isSpelledRight
            ? "move it into general_settings"
            : "make it master_key in general_settings");
  }

  private GatewayFront front(Section general, boolean hasKey) {
    List<Text> origins = general.get("cors_allow_origins", values::texts).orElse(List.of());
    origins.stream()
        .filter(origin -> !GatewayFront.isOrigin(origin.value()))
        .forEach(origin ->
            problem(
                origin,
                "cors_allow_origins has "
                    + origin.shown()
                    + ", which is not an origin; write scheme, host and port alone, as in"
                    + " https://app.example.com, or '*' for every website"));
    origins.stream()
        .filter(origin -> origin.value().equals("*") && !hasKey)
        .forEach(origin ->
            values
                .problems()
                .warning(
                    origin.at(),
                    "cors_allow_origins is '*' without a master_key: every website that is visited"
                        + " on this machine may call the gateway"));
    return GatewayFront.defaults()
        .withCorsOrigins(
            origins.stream()
                .map(Text::value)
                .filter(GatewayFront::isOrigin)
                .toArray(String[]::new));
  }

  /** The key as it is written, or as the environment has it. */
  private Optional<Entry> masterKeyEntry(Section general) {
    return general.mapping().entries().stream()
        .filter(entry -> entry.key().equals(MASTER_KEY))
        .findFirst()
        .or(() -> masterKeyVariable(general.mapping().at()));
  }

  private Optional<Entry> masterKeyVariable(Location at) {
    return KEY_VARIABLES.stream()
        .filter(name -> values.environment().variable(name).filter(v -> !v.isBlank()).isPresent())
        .findFirst()
        .map(name -> new Entry(name, at, new Scalar(Environment.reference(name), true, at)));
  }

  private boolean isAllowed(Text host, boolean hasKey) {
    if (!GatewayConfig.isHost(host.value())) {
      problem(
          host,
          "host is "
              + host.shown()
              + ", which is not a host; write one without a port, as in 127.0.0.1");
      return false;
    }
    if (!hasKey && !GatewayConfig.isLoopback(host.value())) {
      problem(host, "host is " + host.shown() + ", " + GatewayConfig.OPEN_TO_ALL);
      return false;
    }
    return true;
  }

  private GatewayLimits limits(Section general) {
    GatewayLimits l = GatewayLimits.defaults();
    Values.Reader<Integer> size = values.whole(1, 1024);
    l = general.with(l, "max_request_size_mb", size, (all, mb) -> all.withMaxBodyBytes(mb * MIB));
    l = general.with(l, "max_header_size_kb", size, (all, kb) -> all.withMaxHeaderBytes(kb * KIB));
    Values.Reader<Integer> calls = values.whole(1, MOST_CALLS);
    Values.Reader<Integer> waiting = values.whole(0, MOST_CALLS);
    l = general.with(l, "global_max_parallel_requests", calls, GatewayLimits::withMaxInFlight);
    l = general.with(l, "max_waiting_requests", waiting, GatewayLimits::withMaxWaiting);
    l = general.with(l, "max_wait", values::seconds, GatewayLimits::withMaxWait);
    l = general.with(l, "head_timeout", values::seconds, GatewayLimits::withHeadTimeout);
    l = general.with(l, "body_timeout", values::seconds, GatewayLimits::withBodyTimeout);
    l = general.with(l, "reader_timeout", values::seconds, GatewayLimits::withReaderTimeout);
    l = general.with(l, "shutdown_delay", values::secondsOrZero, GatewayLimits::withShutdownDelay);
    l =
        general.with(
            l, "keep_alive_interval", values::seconds, GatewayLimits::withKeepAliveInterval);
    l =
        general.with(
            l, "stream_head_after", values::secondsOrZero, GatewayLimits::withStreamHeadAfter);
    return general.with(l, "grace_time", values::secondsOrZero, GatewayLimits::withGraceTime);
  }

  private void problem(Text text, String message) {
    values.problems().error(text.at(), message);
  }
}
