package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.program.Predict;
import dev.mainstay.simulator.script.Answer;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** An extractor: a text in, nested records out. */
public final class ProgramExtractor {
  private ProgramExtractor() {}

  record Letter(String text) {}

  record Item(String name, int count, Optional<Double> price) {}

  record Order(Optional<LocalDate> due, List<Item> items) {}

  static Order extract(Mainstay mainstay, String text) {
    return Predict.of(Letter.class, Order.class)
        .instructions("Find what is ordered in the letter.")
        .model("chat")
        .build(mainstay)
        .call(new Letter(text));
  }

  /** Prints what a letter orders. */
  public static void main(String[] args) {
    Simulated.run(
        mainstay ->
            System.out.println(extract(mainstay, "Two lamps at 30 each and a chair, by Sunday.")),
        Answer.text(
            """
            {"due": "2026-11-29", "items": [{"name": "lamp", "count": 2, "price": 30},
             {"name": "chair", "count": 1, "price": null}]}\
            """));
  }
}
