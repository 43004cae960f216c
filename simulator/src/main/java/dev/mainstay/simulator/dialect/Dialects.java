package dev.mainstay.simulator.dialect;

import java.util.List;

/** Every wire that is spoken. */
public final class Dialects {
  public static final Dialect OPENAI = new OpenAiDialect(ChatVendor.ANYBODY);

  // Azure's addresses end as OpenAI's do.
  private static final List<Dialect> ALL =
      List.of(
          new OpenAiDialect(ChatVendor.OPENAI),
          new OpenAiDialect(ChatVendor.MISTRAL),
          new OpenAiDialect(ChatVendor.GROQ),
          new OpenAiDialect(ChatVendor.CEREBRAS),
          new BedrockDialect(),
          GeminiDialect.atStudio(),
          GeminiDialect.atVertex(),
          new VertexClaudeDialect(),
          new AnthropicDialect(),
          new CohereDialect(),
          new OllamaDialect(),
          new OllamaTextDialect(),
          new AzureDialect(),
          new TextDialect(),
          new EmbeddingDialect(new BedrockDialect(), new BedrockEmbeddings()),
          new EmbeddingDialect(GeminiDialect.atStudio(), new GeminiEmbeddings()),
          new EmbeddingDialect(GeminiDialect.atVertex(), new VertexEmbeddings()),
          new EmbeddingDialect(new CohereDialect(), new CohereEmbeddings()),
          new EmbeddingDialect(new OllamaDialect(), new OllamaEmbeddings()),
          new EmbeddingDialect(new AzureDialect(), new AzureEmbeddings()),
          new EmbeddingDialect(OPENAI, new OpenAiEmbeddings()),
          OPENAI);

  private Dialects() {}

  /** The one that is spoken at {@code path}; OpenAI's where no other is. */
  public static Dialect of(String path) {
    return ALL.stream().filter(dialect -> dialect.isSpokenAt(path)).findFirst().orElse(OPENAI);
  }
}
