package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.call.AnswerFormatException;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.schema.Describe;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** An answer as a record. */
final class Structured {
  enum Mood {
    GLAD,
    ANGRY,
    NEUTRAL
  }

  record Complaint(String about, @Describe("what the customer wants done") Optional<String> wish) {}

  @Describe("What a customer's letter says")
  record Letter(
      Mood mood,
      @Describe("the day it was written, if it says so") Optional<LocalDate> date,
      List<Complaint> complaints) {}

  private Structured() {}

  static Letter read(Mainstay mainstay, String letter) {
    ChatRequest request =
        ChatRequest.builder("chat")
            .system("Read the customer's letter.")
            .user(letter)
            .responseFormat(Letter.class)
            .build();
    return mainstay.chat(request).as(Letter.class);
  }

  static Optional<Letter> tryToRead(Mainstay mainstay, String letter) {
    try {
      return Optional.of(read(mainstay, letter));
    } catch (AnswerFormatException e) {
      System.err.println(e.getMessage());
      return Optional.empty();
    }
  }
}
