package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.transport.Proxies;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the configuration of a gateway from LiteLLM's YAML. It collects every problem, not only the
 * first, and throws nothing for what a file says.
 *
 * <pre>{@code
 * ConfigReport report = ConfigReader.system().read(Path.of("config.yaml"));
 * report.lines().forEach(System.out::println);
 * }</pre>
 *
 * <p>Reading changes nothing: no variable is set, nobody is asked, and no file but those named is
 * opened. Thread-safe.
 */
public final class ConfigReader {
  private final Environment environment;
  private final ConfigFiles files;

  /** A reader that resolves {@code os.environ/NAME} in {@code environment}. */
  public ConfigReader(Environment environment) {
    this(Objects.requireNonNull(environment, "environment"), ConfigFiles.system());
  }

  ConfigReader(Environment environment, ConfigFiles files) {
    this.environment = environment;
    this.files = files;
  }

  /** A reader that resolves {@code os.environ/NAME} in the process's environment. */
  public static ConfigReader system() {
    return new ConfigReader(Environment.system());
  }

  /** What {@code file}, with the files it includes, says, and what is wrong with it. */
  public ConfigReport read(Path file) {
    Objects.requireNonNull(file, "file");
    return read(file, files);
  }

  /**
   * As {@link #read}, each time it is asked, for who looks every now and then: where the files, the
   * key files that they name among them, say what they said the last time, and nothing is wrong
   * with it, the same report is given.
   */
  public Supplier<ConfigReport> repeatedly(Path file) {
    Objects.requireNonNull(file, "file");
    return new RepeatedReading(files, from -> read(file, from));
  }

  private ConfigReport read(Path file, ConfigFiles files) {
    Problems problems = new Problems();
    Mapping root = new IncludeReader(files, problems).read(file);
    Optional<GatewayConfig> config =
        root.entries().isEmpty() && problems.hasErrors()
            ? Optional.empty()
            : read(root, problems, files);
    return new ConfigReport(file.toString(), config, problems.toList());
  }

  private Optional<GatewayConfig> read(Mapping root, Problems problems, ConfigFiles files) {
    Section bare = new Section(root, new Values(problems, environment, files));
    Environment whole = new EnvironmentReader(problems, files).read(bare, environment);
    Values values = new Values(problems, whole, files);
    Section top = new Section(root, values);
    checkProxies(values, root);
    Section general = top.section("general_settings");
    general
        .get("ignore_unsupported", values::flag)
        .filter(ignores -> ignores)
        .ifPresent(ignores -> problems.ignoreUnsupported());
    warnOfRest(top);
    GatewayConfigBuilder config = GatewayConfig.builder().environment(values.environment());
    general.warnOfRest(Place.GENERAL);
    GeneralReader reader = new GeneralReader(values);
    reader.read(general, config);
    reader.refuseMisplacedKey(top, general);
    ModelListReader models = new ModelListReader(values).read(top);
    Set<String> ids = new RouterReader(values, models).read(top, config);
    models.addTo(config, ids);
    return problems.hasErrors() ? Optional.empty() : Optional.of(config.build());
  }

  private static void checkProxies(Values values, Mapping root) {
    try {
      Proxies.of(values.environment().toMap());
    } catch (IllegalArgumentException e) {
      values.problems().error(root.at(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Keys that begin with {@code x-} are for whoever writes them: people keep their anchors there.
   */
  private static void warnOfRest(Section top) {
    new Section(
            new Mapping(
                top.mapping().entries().stream().filter(e -> !e.key().startsWith("x-")).toList(),
                top.mapping().at()),
            top.values())
        .warnOfRest(Place.TOP);
  }
}
