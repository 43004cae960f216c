package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.model.CompletionRequest;

/** What a chat endpoint asks of Mainstay: a chat, or a text that goes on with a prompt. */
interface Answering {

  /** The whole answer. */
  ChatResponse whole(ChatCall call);

  /** The answer as it arrives. */
  ChatStream streamed(ChatCall call);

  /** Models that chat. */
  static Answering chats(Mainstay mainstay) {
    return new Answering() {
      @Override
      public ChatResponse whole(ChatCall call) {
        return mainstay.chat(call);
      }

      @Override
      public ChatStream streamed(ChatCall call) {
        return mainstay.stream(call);
      }
    };
  }

  /** Models that go on with a text. */
  static Answering completions(Mainstay mainstay) {
    return new Answering() {
      @Override
      public ChatResponse whole(ChatCall call) {
        return mainstay.complete(CompletionRequest.carriedBy(call.request()), call.options());
      }

      @Override
      public ChatStream streamed(ChatCall call) {
        return mainstay.streamCompletion(
            CompletionRequest.carriedBy(call.request()), call.options());
      }
    };
  }
}
