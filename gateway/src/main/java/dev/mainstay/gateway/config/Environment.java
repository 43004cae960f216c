package dev.mainstay.gateway.config;

import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.Proxies;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables, as the process has them or as a configuration adds them. Immutable; its
 * text shows no value.
 */
public final class Environment {
  private static final String REFERENCE = "os.environ/";

  private final Map<String, String> variables;
  private final Optional<String> other;

  private Environment(Map<String, String> variables, Optional<String> other) {
    this.variables = variables;
    this.other = other;
  }

  /** The process's. */
  public static Environment system() {
    return of(System.getenv());
  }

  /** These variables; copies the map. */
  public static Environment of(Map<String, String> variables) {
    Objects.requireNonNull(variables, "variables");
    return new Environment(Map.copyOf(variables), Optional.empty());
  }

  /** The variable {@code name}, if it is set. */
  public Optional<String> variable(String name) {
    Objects.requireNonNull(name, "name");
    return Optional.ofNullable(variables.get(name)).or(() -> other);
  }

  /** The variable {@code name}, if it is set, and not blank. */
  Optional<String> unlessBlank(String name) {
    return variable(name).filter(value -> !value.isBlank());
  }

  /** Whether any of these variables is set, and not blank. */
  boolean isAnySet(Collection<String> names) {
    return names.stream().anyMatch(name -> unlessBlank(name).isPresent());
  }

  /** These variables with {@code name} set to {@code value}. */
  public Environment with(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    Map<String, String> changed = new HashMap<>(variables);
    changed.put(name, value);
    return new Environment(Map.copyOf(changed), other);
  }

  /**
   * These variables, where every other one is taken to be set to {@code value}: so that a
   * configuration can be read on a machine that has not its keys.
   */
  public Environment withOthers(String value) {
    Objects.requireNonNull(value, "value");
    return new Environment(variables, Optional.of(value));
  }

  /** Whether these stand in for those of another machine, which may have files, too. */
  boolean isOfElsewhere() {
    return other.isPresent();
  }

  /** The variables; unmodifiable. Its values may be secrets: print none. */
  public Map<String, String> toMap() {
    return variables;
  }

  /** The proxies on the way to {@code deployment}: its own, else those that the variables name. */
  Proxies proxies(Deployment deployment) {
    Proxies own = deployment.proxies();
    Proxies named = own.equals(Proxies.unsaid()) ? Proxies.of(variables) : own;
    return named.https().isEmpty() && named.http().isEmpty() ? Proxies.unsaid() : named;
  }

  /** How a configuration says that it means the variable {@code name}. */
  static String reference(String name) {
    return REFERENCE + name;
  }

  /**
   * Whether a configuration's {@code text} stands for a variable, as {@code os.environ/NAME} does.
   */
  static boolean isReference(String text) {
    return text.startsWith(REFERENCE);
  }

  /** The name of the variable that {@code reference} stands for. */
  static String nameIn(String reference) {
    return reference.substring(REFERENCE.length()).strip();
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Environment that
        && variables.equals(that.variables)
        && this.other.equals(that.other);
  }

  @Override
  public int hashCode() {
    return Objects.hash(variables, other);
  }

  @Override
  public String toString() {
    return "Environment[" + variables.size() + " variables]";
  }
}
