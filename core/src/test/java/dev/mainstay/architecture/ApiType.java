package dev.mainstay.architecture;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a public type offers: its declaration, and a line for each member that is public or
 * protected, in the order of the alphabet.
 *
 * @param name its name
 * @param lines the lines; those of members are indented
 */
record ApiType(String name, List<String> lines) {

  /** The type called {@code name}, and those nested in it; nothing where it is not public. */
  static Stream<ApiType> of(String name) {
    try {
      return of(Class.forName(name, false, ApiType.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " has a source and no class", e);
    }
  }

  private static Stream<ApiType> of(Class<?> type) {
    if (!isOffered(type.getModifiers())) {
      return Stream.empty();
    }
    Stream<Class<?>> nested =
        Arrays.stream(type.getDeclaredClasses()).sorted(Comparator.comparing(Class::getName));
    return Stream.concat(
        Stream.of(new ApiType(type.getName(), lines(type))), nested.flatMap(ApiType::of));
  }

  private static List<String> lines(Class<?> type) {
    List<String> members = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      add(field, members, modifiers(field) + say(field.getAnnotatedType()) + " " + field.getName());
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      add(constructor, members, modifiers(constructor) + "new" + parameters(constructor));
    }
    for (Method method : type.getDeclaredMethods()) {
      if (!isOfEveryEnum(method)) {
        add(method, members, say(method));
      }
    }
    members.sort(Comparator.naturalOrder());
    List<String> lines = new ArrayList<>();
    lines.add(declaration(type));
    members.forEach(member -> lines.add("  " + member));
    return lines;
  }

  private static void add(Member member, List<String> members, String line) {
    if (isOffered(member.getModifiers()) && !member.isSynthetic()) {
      members.add(line);
    }
  }

  private static String declaration(Class<?> type) {
    StringBuilder line = new StringBuilder();
    if (type.isSealed()) {
      line.append("sealed ");
    } else if (isExtensible(type)) {
      line.append(Modifier.isAbstract(type.getModifiers()) ? "abstract " : "open ");
    }
    line.append(kind(type)).append(' ').append(type.getName().replace('$', '.'));
    line.append(variables(type));
    if (type.isRecord()) {
      line.append(
          Arrays.stream(type.getRecordComponents())
              .map(ApiType::say)
              .collect(Collectors.joining(", ", "(", ")")));
    }
    if (type.getSuperclass() != null && type.getSuperclass() != Object.class && isPlain(type)) {
      line.append(" extends ").append(say(type.getAnnotatedSuperclass()));
    }
    for (AnnotatedType parent : type.getAnnotatedInterfaces()) {
      line.append(" implements ").append(say(parent));
    }
    return line.toString();
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "annotation";
    }
    return type.isInterface()
        ? "interface"
        : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
  }

  private static boolean isPlain(Class<?> type) {
    return !type.isEnum() && !type.isRecord() && !type.isInterface();
  }

  private static boolean isExtensible(Class<?> type) {
    return isPlain(type) && !Modifier.isFinal(type.getModifiers());
  }

  private static String say(RecordComponent component) {
    return say(component.getAnnotatedType()) + " " + component.getName();
  }

  private static String say(Method method) {
    StringBuilder line = new StringBuilder(modifiers(method));
    if (method.isDefault()) {
      line.append("default ");
    }
    String variables = variables(method);
    line.append(variables).append(variables.isEmpty() ? "" : " ");
    line.append(say(method.getAnnotatedReturnType())).append(' ');
    line.append(method.getName()).append(parameters(method));
    for (AnnotatedType thrown : method.getAnnotatedExceptionTypes()) {
      line.append(" throws ").append(say(thrown));
    }
    return line.toString();
  }

  private static String variables(GenericDeclaration declaration) {
    StringJoiner variables = new StringJoiner(", ", "<", ">").setEmptyValue("");
    for (TypeVariable<?> each : declaration.getTypeParameters()) {
      variables.add(each.getName());
    }
    return variables.toString();
  }

  private static String parameters(Executable executable) {
    Parameter[] parameters = executable.getParameters();
    return Arrays.stream(parameters)
        .map(each -> say(each.getAnnotatedType()) + " " + each.getName())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String say(AnnotatedType type) {
    return type.toString().replace("Nullable()", "Nullable").replace('$', '.');
  }

  private static String modifiers(Member member) {
    int said = member.getModifiers() & (Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT);
    boolean inInterface = member.getDeclaringClass().isInterface();
    String words = Modifier.toString(inInterface ? said & Modifier.STATIC : said);
    return words.isEmpty() ? "" : words + " ";
  }

  private static boolean isOffered(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static boolean isOfEveryEnum(Method method) {
    return method.getDeclaringClass().isEnum()
        && Modifier.isStatic(method.getModifiers())
        && List.of("values", "valueOf").contains(method.getName());
  }
}
