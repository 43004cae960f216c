package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonObject;

/** Tools, and calls of them. */
final class ToolForms {
  private ToolForms() {}

  /**
   * Whether {@code use} is a call of a tool that runs at AWS, which is not the caller's to answer.
   */
  static boolean isOfServer(JsonObject use) {
    return use.text("type").filter("server_tool_use"::equals).isPresent();
  }
}
