package dev.mainstay.gateway.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.theClass;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.mainstay.provider.Secret;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SEMANTICS 7.4: the gateway's own key is compared in constant time, and stored hashed. */
class MasterKeyTest {
  @Test
  void keyIsKeptAsItsHashAlone() throws Exception {
    byte[] key = "sk-of-the-gateway-0123456789".getBytes(StandardCharsets.UTF_8);
    MasterKey kept = new MasterKey(Optional.of(Secret.of("sk-of-the-gateway-0123456789")));

    Field[] fields = MasterKey.class.getDeclaredFields();

    assertThat(fields).hasSize(1);
    fields[0].setAccessible(true);
    Optional<?> hash = (Optional<?>) fields[0].get(kept);
    assertThat((byte[]) hash.orElseThrow())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(key));
  }

  @Test
  void keysAreComparedInConstantTime() {
    JavaClasses it = new ClassFileImporter().importClasses(MasterKey.class);

    theClass(MasterKey.class)
        .should()
        .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
        .check(it);
    noClasses()
        .should()
        .callMethod(String.class, "equals", Object.class)
        .orShould()
        .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
        .check(it);
  }
}
