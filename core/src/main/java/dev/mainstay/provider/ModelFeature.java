package dev.mainstay.provider;

/** What some models can do and others cannot. */
public enum ModelFeature {
  /** Calls of tools. */
  TOOLS,
  /** Pictures in a prompt. */
  IMAGES,
  /** PDF documents in a prompt. */
  PDF,
  /** Sound in a prompt. */
  AUDIO,
  /** Answers by a JSON schema. */
  JSON_SCHEMA,
  /** Reasoning ahead of the answer. */
  REASONING,
  /** Going on with a last message of the assistant's. */
  ASSISTANT_PREFILL,
  /** Embeddings, in place of answers. */
  EMBEDDINGS
}
