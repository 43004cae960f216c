package dev.mainstay.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a class that holds what it consists of in fields which it copies to change one:
 * {@code Policies} and its like.
 *
 * @param owner the class that users see
 * @param field the setting, among the owner's values
 */
public record SettingValues(Class<?> owner, Field field) {
  /** All of them in {@code module}, a package with those below it. */
  public static Stream<SettingValues> in(String module) {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(module)
            .stream()
            .map(JavaClass::reflect)
            .filter(owner -> copier(owner) != null)
            .flatMap(owner ->
                Arrays.stream(holder(owner).getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .map(field -> new SettingValues(owner, field)));
  }

  /** Where the setting is forgotten, with {@code samples} of what the values consist of. */
  public List<String> forgotten(FilledValues samples) {
    Object unset = unset(samples);
    Object set = copy(unset);
    change(set, samples);
    Object copied = copy(set);
    Object before = owner(unset);
    Object after = owner(copied);
    List<String> forgotten = new ArrayList<>();
    if (!Objects.equals(of(copied), of(set)) || Objects.equals(of(set), of(unset))) {
      forgotten.add("copy");
    }
    if (says("equals") && (before.equals(after) || !after.equals(owner(set)))) {
      forgotten.add("equals");
    }
    if (says("hashCode") && before.hashCode() == after.hashCode()) {
      forgotten.add("hashCode");
    }
    if (says("toString") && before.toString().equals(after.toString())) {
      forgotten.add("toString");
    }
    return forgotten;
  }

  private boolean says(String method) {
    return Arrays.stream(owner.getDeclaredMethods())
        .anyMatch(declared -> declared.getName().equals(method));
  }

  private Object unset(FilledValues samples) {
    Constructor<?> plain =
        Arrays.stream(holder(owner).getDeclaredConstructors())
            .filter(constructor -> !constructor.equals(copier(owner)))
            .findFirst()
            .orElseThrow();
    return made(plain, Arrays.stream(plain.getParameterTypes()).map(samples::ofType).toArray());
  }

  private Object copy(Object values) {
    return made(Objects.requireNonNull(copier(owner)), values);
  }

  private Object owner(Object values) {
    try {
      return made(owner.getDeclaredConstructor(holder(owner)), values);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(owner + " is not made of its values", e);
    }
  }

  private void change(Object values, FilledValues samples) {
    Object sample =
        field.getType() == boolean.class
            ? !Boolean.TRUE.equals(of(values))
            : samples.ofType(field.getGenericType());
    try {
      field.setAccessible(true);
      field.set(values, sample);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot set " + field, e);
    }
  }

  private @Nullable Object of(Object values) {
    try {
      field.setAccessible(true);
      return field.get(values);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }

  @Override
  public String toString() {
    return owner.getSimpleName() + "." + field.getName();
  }

  private static Class<?> holder(Class<?> owner) {
    return Arrays.stream(owner.getDeclaredFields())
        .filter(field -> field.getName().equals("values"))
        .<Class<?>>map(Field::getType)
        .findFirst()
        .orElse(Void.class);
  }

  private static @Nullable Constructor<?> copier(Class<?> owner) {
    Class<?> holder = holder(owner);
    return Arrays.stream(holder.getDeclaredConstructors())
        .filter(one -> Arrays.equals(one.getParameterTypes(), new Class<?>[] {holder}))
        .findFirst()
        .orElse(null);
  }

  private static Object made(Constructor<?> constructor, Object... of) {
    try {
      constructor.setAccessible(true);
      return constructor.newInstance(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot call " + constructor, e);
    }
  }
}
