package dev.mainstay.simulator.dialect;

import java.util.List;

/** Every wire that is spoken. */
public final class Dialects {
  public static final Dialect OPENAI = new OpenAiDialect();

  // Azure's addresses end as OpenAI's do.
  private static final List<Dialect> ALL =
      List.of(
          new BedrockDialect(),
          GeminiDialect.atStudio(),
          GeminiDialect.atVertex(),
          new VertexClaudeDialect(),
          new AnthropicDialect(),
          new CohereDialect(),
          new OllamaDialect(),
          new AzureDialect(),
          new TextDialect(),
          OPENAI);

  private Dialects() {}

  /** The one that is spoken at {@code path}; OpenAI's where no other is. */
  public static Dialect of(String path) {
    return ALL.stream().filter(dialect -> dialect.isSpokenAt(path)).findFirst().orElse(OPENAI);
  }
}
