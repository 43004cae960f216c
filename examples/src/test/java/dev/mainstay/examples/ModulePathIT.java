package dev.mainstay.examples;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All that is published, used as modules by somebody whose program is a module. */
class ModulePathIT {
  // Durable calls, and Spring Boot beside them, run on the class path alone.
  private static final String NO_MODULES =
      "(junit|opentest|temporal-|spring-|jakarta\\.annotation-).*";
  private static final String PATH =
      Stream.of(
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                  .split(File.pathSeparator))
          .filter(entry -> entry.endsWith(".jar") && !entry.endsWith("-tests.jar"))
          .filter(entry -> !Path.of(entry).getFileName().toString().matches(NO_MODULES))
          .collect(Collectors.joining(File.pathSeparator));
  // What is in a hundred jars is looked up once.
  private static final ModuleFinder MODULES =
      ModuleFinder.of(Stream.of(PATH.split(File.pathSeparator)).map(Path::of).toArray(Path[]::new));
  private static final Path CONSUMER = Path.of("src/test/consumer");

  @TempDir private static Path prying;
  private static String complaints;

  @TempDir private Path folder;

  @Test
  void consumerCompilesAndCalls() throws Exception {
    Path classes = folder.resolve("classes");

    assertThat(
            compile(
                classes,
                CONSUMER.resolve("module-info.java"),
                CONSUMER.resolve("consumer/Main.java")))
        .isEmpty();
    assertThat(run(classes, "consumer/consumer.Main", folder.toString()))
        .containsExactly("ServerError", "scripted", "through the gateway");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.mainstay",
        "dev.mainstay.aws",
        "dev.mainstay.azure",
        "dev.mainstay.google",
        "dev.mainstay.program",
        "dev.mainstay.simulator",
        "dev.mainstay.gateway",
        "dev.mainstay.cli"
      })
  void everyModuleIsFoundWithAllItNeeds(String module) {
    Configuration configuration =
        Configuration.empty().resolve(MODULES, ModuleFinder.ofSystem(), Set.of(module));

    assertThat(configuration.findModule(module))
        .hasValueSatisfying(
            found -> assertThat(found.reference().descriptor().isAutomatic()).isFalse());
  }

  static Stream<String> hidden() throws Exception {
    ModuleDescriptor library = MODULES.find("dev.mainstay").orElseThrow().descriptor();
    Set<String> exported =
        library.exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(toSet());
    return library.packages().stream().filter(name -> !exported.contains(name)).sorted();
  }

  @Test
  void whatIsInsideIsHidden() throws Exception {
    assertThat(hidden())
        .contains(
            "dev.mainstay.engine",
            "dev.mainstay.gate",
            "dev.mainstay.http",
            "dev.mainstay.provider.anthropic",
            "dev.mainstay.provider.bedrock",
            "dev.mainstay.provider.gemini",
            "dev.mainstay.provider.openai",
            "dev.mainstay.provider.wire",
            "dev.mainstay.route",
            "dev.mainstay.stream");
  }

  /** A class for each hidden package, all in one compiler. */
  @BeforeAll
  static void pry() throws Exception {
    List<Path> files = new ArrayList<>(List.of(CONSUMER.resolve("module-info.java")));
    for (String hidden : hidden().toList()) {
      String name = hidden.replace('.', '_');
      files.add(
          Files.writeString(
              prying.resolve(name + ".java"),
              "package consumer; class %s { Object seen = %s.class; }"
                  .formatted(name, typeOf(hidden))));
    }
    complaints = compile(prying.resolve("classes"), files.toArray(Path[]::new));
  }

  @ParameterizedTest
  @MethodSource("hidden")
  void hiddenPackageCannotBeNamed(String hidden) {
    assertThat(complaints).contains("package %s is not visible".formatted(hidden));
  }

  /** The name of a type of {@code wanted}. */
  private static String typeOf(String wanted) throws IOException, URISyntaxException {
    Pattern type = Pattern.compile(wanted.replace('.', '/') + "/(?!package-info)[^/$]+\\.class");
    Path jar = Path.of(Mainstay.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile library = new JarFile(jar.toFile())) {
      return library.stream()
          .map(JarEntry::getName)
          .filter(type.asMatchPredicate())
          .findFirst()
          .map(name -> name.replace(".class", "").replace('/', '.'))
          .orElseThrow();
    }
  }

  /** Compiles {@code files} as a module; what is wrong with them. */
  private static String compile(Path classes, Path... files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter wrong = new StringWriter();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      compiler
          .getTask(
              wrong,
              manager,
              null,
              List.of("-p", PATH, "-d", classes.toString(), "-proc:none"),
              null,
              manager.getJavaFileObjects(files))
          .call();
    }
    return wrong.toString();
  }

  /** What a program prints. */
  private List<String> run(Path classes, String main, String argument) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-p", classes + File.pathSeparator + PATH, "-m", main, argument));
    Path printed = folder.resolve("printed");
    Path complaints = folder.resolve("complaints");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(printed.toFile())
            .redirectError(complaints.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(complaints)).isZero();
    return Files.readAllLines(printed);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
