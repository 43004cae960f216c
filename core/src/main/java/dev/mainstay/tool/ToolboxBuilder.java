package dev.mainstay.tool;

import dev.mainstay.model.Tool;
import dev.mainstay.schema.JsonType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** Builds a {@link Toolbox}. */
public final class ToolboxBuilder {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int ROUNDS = 10;

  private final Map<String, BoundTool<?>> tools = new LinkedHashMap<>();
  private int rounds = ROUNDS;
  private boolean oneAtATime;

  ToolboxBuilder() {}

  /**
   * Adds a tool.
   *
   * @param name its name: letters, digits, {@code _} and {@code -}, at most 64
   * @param description what it does and when to call it, for the model to read
   * @param arguments a record with the arguments as components
   * @param function what it does
   * @throws IllegalArgumentException if the name cannot be one, or is taken
   * @throws dev.mainstay.schema.SchemaException if the record cannot be described to a model
   */
  public <A> ToolboxBuilder tool(
      String name, String description, Class<A> arguments, ToolFunction<? super A> function) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(function, "function");
    requireName(name);
    Tool tool = Tool.function(name, description, arguments);
    return add(BoundTool.of(tool, JsonType.of(arguments), function));
  }

  /**
   * Adds a tool for each method of {@code target}'s class that is a {@link ToolMethod}.
   *
   * @throws IllegalArgumentException if there is none, or a name cannot be one, or is taken
   * @throws dev.mainstay.schema.SchemaException if a parameter cannot be described to a model
   */
  public ToolboxBuilder methods(Object target) {
    Objects.requireNonNull(target, "target");
    List<Method> methods =
        Arrays.stream(target.getClass().getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(ToolMethod.class))
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    if (methods.isEmpty()) {
      throw new IllegalArgumentException(
          target.getClass().getName() + " has no @ToolMethod; mark those that a model may call");
    }
    for (Method method : methods) {
      ToolMethod told = Objects.requireNonNull(method.getAnnotation(ToolMethod.class));
      BoundTool<?> tool = BoundTool.of(target, method, told);
      requireName(tool.tool().name());
      add(tool);
    }
    return this;
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot be a tool's name; use 1 to 64 letters, digits, '_' and '-'");
    }
  }

  private ToolboxBuilder add(BoundTool<?> tool) {
    String name = tool.tool().name();
    if (tools.putIfAbsent(name, tool) != null) {
      throw new IllegalArgumentException(
          "there is a tool '" + name + "' already; give this one another name");
    }
    return this;
  }

  /** Adds a tool that takes no arguments; as {@link #tool(String, String, Class, ToolFunction)}. */
  public ToolboxBuilder tool(String name, String description, Callable<?> function) {
    Objects.requireNonNull(function, "function");
    return tool(name, description, NoArguments.class, nothing -> function.call());
  }

  /**
   * How often the model may be asked in answer to one request, at least 1; 10 by default.
   *
   * @throws IllegalArgumentException if {@code rounds} is less than 1
   */
  public ToolboxBuilder rounds(int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds is " + rounds + "; use 1 or more");
    }
    this.rounds = rounds;
    return this;
  }

  /** Runs the calls of one round one after another, on the caller's thread. */
  public ToolboxBuilder oneAtATime() {
    oneAtATime = true;
    return this;
  }

  /** The toolbox. */
  public Toolbox build() {
    return new Toolbox(Collections.unmodifiableMap(new LinkedHashMap<>(tools)), rounds, oneAtATime);
  }

  /** What a tool takes that takes nothing. */
  record NoArguments() {}
}
