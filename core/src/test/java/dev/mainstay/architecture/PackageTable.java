package dev.mainstay.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** Fails, naming the import, where a class sees what its line does not tell. */
  public void check(JavaClasses classes) {
    sees.forEach((name, seen) -> rule(name, seen).check(classes));
  }

  /** The packages that have a line. */
  public Set<String> packages() {
    return sees.keySet();
  }

  /** The packages that have classes. */
  public static Set<String> packagesOf(JavaClasses classes) {
    return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
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
