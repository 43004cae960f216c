package dev.mainstay.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of our packages each package may import: one line for each, its name and then the names it
 * sees. {@code (root)} is the package above all of them, {@code *} sees everything, {@code -}
 * nothing.
 */
public final class PackageTable {
  private static final String OURS = "dev.mainstay";

  private final Map<String, List<String>> sees;

  private PackageTable(Map<String, List<String>> sees) {
    this.sees = sees;
  }

  /**
   * The lines of {@code module} in the table of ARCHITECTURE.md, which is looked for in the folder
   * that the tests run in and in those above it.
   */
  public static PackageTable ofModule(String module) {
    String text =
        page()
            .filter(cells -> cells.get(0).equals(module))
            .map(cells -> cells.get(1) + " " + cells.get(3))
            .collect(Collectors.joining("\n"));
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "the table of ARCHITECTURE.md has no line of the module " + module);
    }
    return of(text);
  }

  /** The table that {@code text} is. */
  public static PackageTable of(String text) {
    Map<String, List<String>> sees = new LinkedHashMap<>();
    for (String line : text.strip().split("\n")) {
      List<String> words = Arrays.asList(line.strip().split("\\s+"));
      sees.put(
          fullName(words.getFirst()),
          words.stream().skip(1).filter(word -> !word.equals("-")).toList());
    }
    return new PackageTable(sees);
  }

  /**
   * Fails, naming the import, where a class sees what its line does not tell; and, naming the
   * package, where a line tells what no class sees.
   */
  public void check(JavaClasses classes) {
    sees.forEach((name, seen) -> rule(name, seen).check(classes));
    List<String> unused =
        sees.keySet().stream().flatMap(name -> unused(name, seen(classes, name))).toList();
    if (!unused.isEmpty()) {
      throw new AssertionError(
          "the table of packages allows what nobody imports; take it out there: " + unused);
    }
  }

  private Stream<String> unused(String name, Set<String> imported) {
    return sees.get(name).stream()
        .filter(each -> !each.equals("*") && !imported.contains(fullName(each)))
        .map(each -> name + " -> " + each);
  }

  // The packages that the classes of `name` depend on.
  private static Set<String> seen(JavaClasses classes, String name) {
    return classes.stream()
        .filter(each -> each.getPackageName().equals(name))
        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
        .collect(Collectors.toSet());
  }

  /** The packages that have a line. */
  public Set<String> packages() {
    return sees.keySet();
  }

  /** The packages that have classes. */
  public static Set<String> packagesOf(JavaClasses classes) {
    return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
  }

  // The cells of each line, the module's name repeated where the table leaves it out.
  private static Stream<List<String>> page() {
    List<List<String>> lines = new ArrayList<>();
    String module = "";
    for (String line : read(Path.of("").toAbsolutePath())) {
      List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      if (cells.size() == 6) {
        module = cells.get(1).isEmpty() ? module : cells.get(1);
        lines.add(List.of(module, cells.get(2), cells.get(3), cells.get(4)));
      }
    }
    return lines.stream();
  }

  private static List<String> read(Path folder) {
    Path file = folder.resolve("ARCHITECTURE.md");
    if (Files.notExists(file)) {
      Path above = folder.getParent();
      if (above == null) {
        throw new IllegalStateException("there is no ARCHITECTURE.md here or above");
      }
      return read(above);
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ArchRule rule(String name, List<String> seen) {
    String[] allowed = new String[seen.size() + 1];
    allowed[0] = name;
    for (int i = 0; i < seen.size(); i++) {
      allowed[i + 1] = seen.get(i).equals("*") ? OURS + ".." : fullName(seen.get(i));
    }
    return classes()
        .that()
        .resideInAPackage(name)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(not(resideInAPackage(OURS + ".."))))
        .as(name + " sees " + (seen.isEmpty() ? "no other package of ours" : "only " + seen))
        .because("the table of packages says so; change it there, and say why");
  }

  private static String fullName(String name) {
    return name.equals("(root)") ? OURS : OURS + "." + name;
  }
}
