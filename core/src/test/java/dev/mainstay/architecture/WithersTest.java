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
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that is changed in one part keeps the others, also those that come later. */
class WithersTest {
  // What the caller has said in a dialect of its own knows nothing of the tools.
  private static final Set<String> CHANGE_MORE = Set.of("ChatRequest.withTools");

  static Stream<Method> withers() {
    return Withers.in("dev.mainstay")
        .filter(wither ->
            !CHANGE_MORE.contains(
                wither.getDeclaringClass().getSimpleName() + "." + wither.getName()));
  }

  @ParameterizedTest
  @MethodSource("withers")
  void partsThatAreNotNamedStay(Method wither) {
    FilledValues values =
        new FilledValues()
            .with(Strategy.class, n -> Strategy.leastBusy())
            .with(Aliases.class, n -> Aliases.none())
            .with(Headers.class, n -> Headers.of("name", "value " + n))
            .with(WaitingRoom.class, WaitingRoom::of);

    assertThat(Withers.changed(wither, values)).hasSizeLessThanOrEqualTo(1);
  }

  static Stream<Method> switches() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.mainstay")
            .stream()
            .map(JavaClass::reflect)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> method.getName().matches("with[A-Z].*"))
            .filter(method ->
                Arrays.equals(method.getParameterTypes(), new Class<?>[] {boolean.class}));
  }

  @ParameterizedTest
  @MethodSource("switches")
  void witherOfASwitchIsNamedAfterItsAccessor(Method wither) {
    String name = wither.getName().substring("with".length());
    String accessor = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);

    assertThat(wither.getDeclaringClass().getDeclaredMethods())
        .extracting(Method::getName)
        .containsAnyOf(accessor, "is" + name);
  }
}
