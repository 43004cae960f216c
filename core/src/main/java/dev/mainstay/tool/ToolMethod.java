package dev.mainstay.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that a model may call: {@link ToolboxBuilder#methods} makes tools of them.
 *
 * <pre>{@code
 * class Station {
 *   @ToolMethod("The weather in a city")
 *   Forecast weather(@Describe("its name in English") String city) { … }
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ToolMethod {
  /** What it does and when to call it, for the model to read. */
  String value();

  /** Its name to the model; the method's by default. */
  String name() default "";

  /**
   * Whether it changes something. Such a tool runs alone, in the order in which the model called,
   * and never twice for one turn of the model's. A program that is called durably and fails after
   * one has run is not tried again.
   */
  boolean sideEffects() default false;

  /** Whether it may run beside other tools of the same turn, on a thread of its own. */
  boolean parallel() default false;
}
