package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.policy.CallOptions;

/** What a chat endpoint asks of Mainstay: a chat, or a text that goes on with a prompt. */
interface Answering {

  /** The whole answer. */
  ChatResponse whole(ChatRequest request, CallOptions options);

  /** The answer as it arrives. */
  ChatStream streamed(ChatRequest request, CallOptions options);

  /** Models that chat. */
  static Answering chats(Mainstay mainstay) {
    return new Answering() {
      @Override
      public ChatResponse whole(ChatRequest request, CallOptions options) {
        return mainstay.chat(request, options);
      }

      @Override
      public ChatStream streamed(ChatRequest request, CallOptions options) {
        return mainstay.stream(request, options);
      }
    };
  }

  /** Models that go on with a text. */
  static Answering completions(Mainstay mainstay) {
    return new Answering() {
      @Override
      public ChatResponse whole(ChatRequest request, CallOptions options) {
        return mainstay.complete(CompletionRequest.carriedBy(request), options);
      }

      @Override
      public ChatStream streamed(ChatRequest request, CallOptions options) {
        return mainstay.streamCompletion(CompletionRequest.carriedBy(request), options);
      }
    };
  }
}
