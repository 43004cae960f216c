package dev.mainstay.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures go to the next turn as they came. */
class PartSignatureTest {
  @Test
  void signatureOfAnyLengthComesBackAsItWas() {
    String signature = "EqQB+/=".repeat(700);
    JsonObject message =
        JsonObject.of(
            PartSignature.MEMBER, JsonArray.of(PartSignature.block("0", signature, "hm")));

    assertThat(PartSignature.in(message)).isEqualTo(Map.of("0", signature));
  }
}
