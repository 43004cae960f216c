package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A terminal whose outputs are kept. */
final class Captured {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private String input = "";

  Captured with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Captured typing(String input) {
    this.input = input;
    return this;
  }

  Terminal terminal() {
    Terminal plain = Terminal.plain(new PrintStream(out), new PrintStream(err), environment);
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return new Terminal(in, plain.out(), plain.err(), environment);
  }

  int run(String... args) {
    return new Cli(terminal()).run(args);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
