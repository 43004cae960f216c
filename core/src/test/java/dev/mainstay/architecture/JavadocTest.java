package dev.mainstay.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What a user may call says what it is, and what it throws. */
class JavadocTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern EXPORTED = Pattern.compile("exports (dev[a-z.]*);");
  private static final Set<String> TOLD =
      Set.of("IllegalArgumentException", "IllegalStateException", "UnsupportedOperationException");

  @Test
  void whatUsersMayCallIsDocumentedWithWhatItThrows() throws IOException {
    List<Path> files = exported();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> missing = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Reader(docs, missing).scan(unit, null);
      }
    }

    assertThat(files).hasSizeGreaterThan(100);
    assertThat(missing).isEmpty();
  }

  private static List<Path> exported() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.sorted().toList()) {
        Path descriptor = module.resolve("src/main/module/module-info.java");
        if (Files.exists(descriptor)) {
          EXPORTED
              .matcher(Files.readString(descriptor))
              .results()
              .flatMap(found -> filesOf(module, found))
              .forEach(files::add);
        }
      }
    }
    return files;
  }

  private static Stream<Path> filesOf(Path module, MatchResult exported) {
    Path folder = module.resolve("src/main/java").resolve(exported.group(1).replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one file's public types and their public methods. */
  private static final class Reader extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final List<String> missing;

    Reader(DocTrees docs, List<String> missing) {
      this.docs = docs;
      this.missing = missing;
    }

    @Override
    public Void visitClass(ClassTree type, Void none) {
      if (isOpen(type) && doc().isEmpty() && !type.getSimpleName().isEmpty()) {
        missing.add(where() + ": no comment");
      }
      return isOpen(type) ? super.visitClass(type, null) : null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      if (isPublic(method) && !isOverride(method)) {
        String doc = doc().orElse("");
        if (doc.isEmpty() && !isConstructor(method)) {
          missing.add(where() + "." + method.getName() + ": no comment");
        }
        String all = isConstructor(method) ? doc + typesDoc() : doc;
        thrown(method).stream()
            .filter(name -> !all.contains("@throws " + name))
            .forEach(
                name -> missing.add(where() + "." + method.getName() + ": no @throws " + name));
      }
      return null;
    }

    private boolean isOpen(ClassTree type) {
      return type.getModifiers().getFlags().contains(Modifier.PUBLIC)
          || outer().filter(each -> each.getKind() == Tree.Kind.INTERFACE).isPresent();
    }

    private boolean isPublic(MethodTree method) {
      return method.getModifiers().getFlags().contains(Modifier.PUBLIC)
          || (outer().filter(each -> each.getKind() == Tree.Kind.INTERFACE).isPresent()
              && !method.getModifiers().getFlags().contains(Modifier.PRIVATE));
    }

    private static boolean isOverride(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
    }

    private static boolean isConstructor(MethodTree method) {
      return method.getName().contentEquals("<init>");
    }

    private Optional<Tree> outer() {
      return Optional.ofNullable(getCurrentPath().getParentPath()).map(TreePath::getLeaf);
    }

    private Optional<String> doc() {
      return Optional.ofNullable(docs.getDocComment(getCurrentPath()));
    }

    private String typesDoc() {
      String doc = docs.getDocComment(getCurrentPath().getParentPath());
      return doc == null ? "" : doc;
    }

    private String where() {
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      return Path.of(unit.getSourceFile().toUri()).getFileName().toString();
    }

    // By the method's own words, and by those of its class's hidden methods that it calls.
    private Set<String> thrown(MethodTree method) {
      Map<String, List<MethodTree>> others = new HashMap<>();
      if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type) {
        for (Tree member : type.getMembers()) {
          if (member instanceof MethodTree other) {
            others.computeIfAbsent(other.getName().toString(), n -> new ArrayList<>()).add(other);
          }
        }
      }
      Set<String> thrown = new HashSet<>();
      new Thrown(others, thrown).scan(method.getBody(), null);
      return thrown;
    }
  }

  /** Finds what is thrown, but for what a function that is handed on throws later. */
  private static final class Thrown extends TreeScanner<Void, Void> {
    private final Map<String, List<MethodTree>> others;
    private final Set<String> thrown;
    private final Set<String> seen = new HashSet<>();
    private boolean isInCatch;

    Thrown(Map<String, List<MethodTree>> others, Set<String> thrown) {
      this.others = others;
      this.thrown = thrown;
    }

    @Override
    public Void visitThrow(ThrowTree node, Void none) {
      ExpressionTree what = node.getExpression();
      String name =
          what instanceof NewClassTree made ? made.getIdentifier().toString() : what.toString();
      if (TOLD.contains(name) && !(isInCatch && name.equals("IllegalStateException"))) {
        thrown.add(name);
      }
      return super.visitThrow(node, null);
    }

    // What cannot happen is caught so, and is nothing to tell.
    @Override
    public Void visitCatch(CatchTree caught, Void none) {
      boolean before = isInCatch;
      isInCatch = true;
      super.visitCatch(caught, null);
      isInCatch = before;
      return null;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
      if (call.getMethodSelect() instanceof IdentifierTree own
          && seen.add(own.getName().toString())) {
        List<MethodTree> called = others.getOrDefault(own.getName().toString(), List.of());
        if (called.size() == 1 && isHidden(called.getFirst())) {
          scan(called.getFirst().getBody(), null);
        }
      }
      return super.visitMethodInvocation(call, null);
    }

    // What another public method throws stands there, and may not come about here.
    private static boolean isHidden(MethodTree method) {
      return !method.getModifiers().getFlags().contains(Modifier.PUBLIC);
    }

    @Override
    public Void visitLambdaExpression(LambdaExpressionTree lambda, Void none) {
      return null;
    }
  }
}
