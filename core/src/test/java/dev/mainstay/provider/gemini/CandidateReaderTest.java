package dev.mainstay.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.KeptText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** An answer that never ends fills no memory: what would be told once more is let go. */
class CandidateReaderTest {
  private final CandidateReader reader = new CandidateReader("call_");

  @Test
  void signatureOfThoughtsThatAreTooLongIsToldWithoutThem() {
    String thought = "{'text':'" + "x".repeat(KeptText.MOST) + "','thought':true}";
    reader.read(part(thought));
    reader.read(part(thought));

    assertThat(thinking()).isEmpty();

    reader.read(part("{'text':'hm','thought':true}"));
    assertThat(thinking()).isEqualTo("hm");
  }

  @Test
  void argumentsThatAreTooLongAreNoAnswer() {
    JsonObject piece =
        part(
            "{'functionCall':{'willContinue':true,'partialArgs':[{'jsonPath':'$.a','stringValue':'"
                + "x".repeat(KeptText.MOST)
                + "'}]}}");
    reader.read(piece);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> {
          reader.read(piece);
          reader.read(piece);
        })
        .withMessage("the arguments of a tool call are over 4 MiB");
  }

  private String thinking() {
    return Said.joined(reader.read(part("{'text':'','thoughtSignature':'c2ln'}")))
        .more()
        .array(PartSignature.MEMBER)
        .orElseThrow()
        .objects()
        .findFirst()
        .flatMap(block -> block.text("thinking"))
        .orElseThrow();
  }

  private static JsonObject part(String part) {
    String json = "{'content':{'parts':[" + part + "]}}";
    return Json.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
