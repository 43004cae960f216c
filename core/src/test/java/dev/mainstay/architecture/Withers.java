package dev.mainstay.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The methods of a module's records that give the same with one part changed. */
public final class Withers {
  private Withers() {}

  /** Those in {@code module}, a package with those below it. */
  public static Stream<Method> in(String module) {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(module)
            .stream()
            .filter(JavaClass::isRecord)
            .map(JavaClass::reflect)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(Withers::isWither);
  }

  private static boolean isWither(Method method) {
    return method.getName().matches("with[A-Z].*")
        && !Modifier.isStatic(method.getModifiers())
        && method.getParameterCount() == 1
        && method.getReturnType() == method.getDeclaringClass();
  }

  /** The parts that {@code wither} changes of a record that is filled with {@code values}. */
  public static List<String> changed(Method wither, FilledValues values) {
    Object before = values.of(wither.getDeclaringClass());
    Object after = invoke(wither, before, values.ofType(wither.getGenericParameterTypes()[0]));
    return Arrays.stream(wither.getDeclaringClass().getRecordComponents())
        .filter(part -> !part(part, before).equals(part(part, after)))
        .map(RecordComponent::getName)
        .toList();
  }

  private static Object part(RecordComponent part, Object of) {
    return invoke(part.getAccessor(), of);
  }

  private static Object invoke(Method method, Object target, Object... arguments) {
    try {
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot call " + method, e);
    }
  }
}
