package dev.mainstay.benchmarks.durable;

import java.io.IOException;
import java.io.PrintStream;

/** The command {@code benchmarks/run durable}. */
public final class Durable {
  private Durable() {}

  /**
   * {@code calls [USERS CALLS SECONDS]} or {@code batch [PROMPTS KILLS MEGABYTES]}; exits with 1
   * where wrong.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream out = System.out;
    String what = args.length == 0 ? "calls" : args[0];
    boolean right =
        switch (what) {
          case "calls" ->
              new ManyCalls(number(args, 1, 500), number(args, 2, 40), number(args, 3, 0)).run(out);
          case "batch" ->
              new KilledBatch(number(args, 1, 5_000), number(args, 2, 5), number(args, 3, 512))
                  .run(out);
          default -> throw new IllegalArgumentException("there is no '" + what + "'");
        };
    System.exit(right ? 0 : 1);
  }

  private static int number(String[] args, int at, int orElse) {
    return args.length > at ? Integer.parseInt(args[at]) : orElse;
  }
}
