package dev.mainstay.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The large sample, and the environment it wants. */
final class RealLife {
  static final String MAIN = "litellm.yaml";
  static final String INCLUDED = "litellm-embeddings.yaml";

  static final Map<String, String> VARIABLES =
      Map.of(
          "AZURE_EU_KEY", "0f9e8d7c6b5a49382716",
          "AZURE_US_KEY", "a1b2c3d4e5f60718293a",
          "OPENAI_API_KEY", "sk-proj-Zq81kfPw02mxLtr7",
          "OPENAI_ORG", "org-blue",
          "GROQ_API_KEY", "gsk_Wv7TtY3kLm9Qx2",
          "TOGETHERAI_API_KEY", "tg-55aa66bb77cc",
          "DEEPSEEK_TOKEN", "ds-0123456789ab",
          "MISTRAL_API_KEY", "Mx7Yb2Kc9Lq4",
          "CELLAR_TOKEN", "Bearer cellar-77",
          "LITELLM_MASTER_KEY", "sk-master-41d8cd98f00b");

  /** What must show nowhere: the keys above, and the one that the file itself holds. */
  static final List<String> SECRETS =
      List.of(
          "0f9e8d7c6b5a49382716",
          "a1b2c3d4e5f60718293a",
          "Zq81kfPw02mxLtr7",
          "Wv7TtY3kLm9Qx2",
          "55aa66bb77cc",
          "0123456789ab",
          "Mx7Yb2Kc9Lq4",
          "cellar-77",
          "41d8cd98f00b",
          "pa55word");

  private RealLife() {}

  static ConfigReport report() {
    return report(text(MAIN));
  }

  static ConfigReport report(String main) {
    return Reading.file(MAIN, main)
        .and(INCLUDED, text(INCLUDED))
        .in(Environment.of(VARIABLES))
        .report();
  }

  static String text(String name) {
    try (InputStream in = RealLife.class.getResourceAsStream("/config/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
