package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.call.AuthenticationException;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.RateLimitException;

/** What a call can end with, and what is known then. */
final class Errors {
  private Errors() {}

  static String answerOrApology(Mainstay mainstay) {
    try {
      return mainstay.chat("chat", "Hello").text();
    } catch (RateLimitException e) {
      return "Busy; try again in "
          + e.retryAfter().map(d -> d.toSeconds() + " s").orElse("a while");
    } catch (AuthenticationException e) {
      return "The key is wrong: " + e.failure().message();
    } catch (MainstayException e) {
      String sofar = e.partial().map(ChatResponse::text).orElse("");
      return sofar
          + " ["
          + e.failure().kind()
          + " after "
          + e.metadata().attempts().size()
          + " attempts]";
    }
  }
}
