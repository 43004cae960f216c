package dev.mainstay.simulator.script;

/**
 * YAML that is not a {@link Script}; the message says where, what is wrong, and what to write
 * instead.
 */
public final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScriptException(String message) {
    super(message);
  }
}
