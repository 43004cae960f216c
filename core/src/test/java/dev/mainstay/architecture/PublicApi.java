package dev.mainstay.architecture;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the module whose tests run offers to everybody: the packages that its descriptor exports,
 * and what is public or protected in them. It is written down in {@code public-api.txt} in the
 * module's folder, so that whoever changes it sees that they do.
 */
public final class PublicApi {
  private static final int MOST_TYPES = 40;
  private static final Path DESCRIPTOR = Path.of("src/main/module/module-info.java");
  private static final Path FILE = Path.of("public-api.txt");
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern EXPORTED = Pattern.compile("(?m)^  exports ([\\w.]+);");
  private static final Pattern OURS = Pattern.compile("\\bdev(?:\\.[a-z]\\w*)+(?=\\.[A-Z])");

  private final Map<String, List<String>> types;

  private PublicApi(Map<String, List<String>> types) {
    this.types = types;
  }

  /** The API of the module in whose folder the tests run. */
  public static PublicApi ofModule() {
    Map<String, List<String>> types = new TreeMap<>();
    exportedBy(Path.of("")).forEach(exported -> types.put(exported, typesOf(exported)));
    return new PublicApi(types);
  }

  /** Fails where the API is not the one that is written down; renews that if it is asked to. */
  public void check() {
    String text = text();
    if (Boolean.getBoolean("mainstay.api.renew")) {
      write(text);
    }
    assertThat(Files.exists(FILE) ? read(FILE) : "")
        .as(
            "the public API is not what %s says. If the change is meant, write it down anew with"
                + " mvn test -pl %s -Dtest=ArchitectureTest -Dmainstay.api.renew=true",
            FILE, Path.of("").toAbsolutePath().getFileName())
        .isEqualTo(text);
  }

  /** Fails where a package shows too many types for anybody to find their way in it. */
  public void requireSmallPackages() {
    types.forEach((name, in) -> {
      Stream<String> visible =
          in.stream().flatMap(type -> ApiType.of(name + "." + type)).map(ApiType::name);
      assertThat(visible).as(name).hasSizeLessThanOrEqualTo(MOST_TYPES);
    });
  }

  /** Fails where something public names a type of ours that nobody outside can see. */
  public void requireNothingHidden() {
    Set<String> visible = exportedByAny();
    Set<String> hidden = new TreeSet<>();
    for (ApiType type : apiTypes().toList()) {
      for (String line : type.lines()) {
        OURS.matcher(line)
            .results()
            .filter(found -> !visible.contains(found.group()))
            .forEach(found -> hidden.add(type.name() + ": " + line.strip()));
      }
    }
    assertThat(hidden).as("what names a type that is not exported").isEmpty();
  }

  private String text() {
    return apiTypes()
        .flatMap(type -> type.lines().stream())
        .map(PublicApi::shorten)
        .collect(joining("\n", "", "\n"));
  }

  private Stream<ApiType> apiTypes() {
    return types.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(type -> entry.getKey() + "." + type))
        .flatMap(ApiType::of);
  }

  // Packages stand where a type is declared; elsewhere they only make lines long.
  private static String shorten(String line) {
    return line.startsWith(" ") ? line.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "") : line;
  }

  private static Set<String> exportedByAny() {
    try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().getParent())) {
      return modules
          .filter(module -> Files.exists(module.resolve(DESCRIPTOR)))
          .flatMap(module -> exportedBy(module).stream())
          .collect(toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> exportedBy(Path module) {
    return EXPORTED
        .matcher(read(module.resolve(DESCRIPTOR)))
        .results()
        .map(exports -> exports.group(1))
        .toList();
  }

  private static List<String> typesOf(String name) {
    List<String> types = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES.resolve(name.replace('.', '/')))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".java") && !file.equals("package-info.java"))
          .map(file -> file.replace(".java", ""))
          .sorted()
          .forEach(types::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return types;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String text) {
    try {
      Files.writeString(FILE, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
