package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Content;
import dev.mainstay.model.Message;
import dev.mainstay.policy.CallOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What may be in a request, and what in an answer. */
final class Requests {
  private Requests() {}

  static ChatRequest text() {
    return ChatRequest.builder("chat")
        .system("Answer in one sentence.")
        .user("Why is the sky blue?")
        .temperature(0.2)
        .maxTokens(500)
        .reasoningEffort("low")
        .field("user", "user-17")
        .build();
  }

  static ChatRequest documents(Path picture, Path report) throws IOException {
    return ChatRequest.builder("chat")
        .user(
            Content.text("Does the picture fit the report?"),
            Content.image("image/png", Files.readAllBytes(picture)),
            Content.pdf("report.pdf", Files.readAllBytes(report)))
        .build();
  }

  static String conversation(Mainstay mainstay) {
    ChatRequest question = ChatRequest.of("chat", "Name a city in Norway.");
    ChatResponse answer = mainstay.chat(question);
    ChatRequest next = question.with(answer.message(), Message.user("How many people live there?"));
    return mainstay.chat(next).text();
  }

  static ChatResponse oneCall(Mainstay mainstay, ChatRequest request) {
    return mainstay.chat(
        request,
        CallOptions.none()
            .withTimeout(Duration.ofSeconds(20))
            .withHeader("X-Trace", "7f3a")
            .withTags("eu"));
  }
}
