package dev.mainstay.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mainstay.policy.WaitingRoom;
import dev.mainstay.routing.Aliases;
import dev.mainstay.routing.Strategy;
import dev.mainstay.transport.Headers;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that is changed in one part keeps the others, also those that come later. */
class WithersTest {
  // What the caller has said in a dialect of its own knows nothing of the tools.
  private static final Set<String> CHANGE_MORE = Set.of("ChatRequest.withTools");

  static Stream<Method> withers() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.mainstay")
            .stream()
            .filter(JavaClass::isRecord)
            .map(JavaClass::reflect)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(WithersTest::isWither);
  }

  private static boolean isWither(Method method) {
    return method.getName().matches("with[A-Z].*")
        && !Modifier.isStatic(method.getModifiers())
        && method.getParameterCount() == 1
        && method.getReturnType() == method.getDeclaringClass()
        && !CHANGE_MORE.contains(
            method.getDeclaringClass().getSimpleName() + "." + method.getName());
  }

  @ParameterizedTest
  @MethodSource("withers")
  void partsThatAreNotNamedStay(Method wither) throws ReflectiveOperationException {
    FilledValues values =
        new FilledValues()
            .with(Strategy.class, n -> Strategy.leastBusy())
            .with(Aliases.class, n -> Aliases.none())
            .with(Headers.class, n -> Headers.of("name", "value " + n))
            .with(WaitingRoom.class, WaitingRoom::of);
    Object before = values.of(wither.getDeclaringClass());
    wither.setAccessible(true);

    Object after = wither.invoke(before, values.ofType(wither.getGenericParameterTypes()[0]));

    assertThat(changed(before, after)).hasSizeLessThanOrEqualTo(1);
  }

  private static List<String> changed(Object before, Object after)
      throws ReflectiveOperationException {
    Stream.Builder<String> changed = Stream.builder();
    for (RecordComponent part : before.getClass().getRecordComponents()) {
      part.getAccessor().setAccessible(true);
      if (!part.getAccessor().invoke(before).equals(part.getAccessor().invoke(after))) {
        changed.add(part.getName());
      }
    }
    return changed.build().toList();
  }
}
