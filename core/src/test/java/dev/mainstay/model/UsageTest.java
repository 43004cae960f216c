package dev.mainstay.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.architecture.FilledValues;
import java.lang.reflect.RecordComponent;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What two answers used together. */
class UsageTest {
  private static final RecordComponent[] PARTS = Usage.class.getRecordComponents();

  private final FilledValues values = new FilledValues();

  @ParameterizedTest
  @FieldSource("PARTS")
  void everyPartIsAdded(RecordComponent part) throws ReflectiveOperationException {
    Usage one = values.of(Usage.class);
    Usage other = values.of(Usage.class);

    Object sum = part.getAccessor().invoke(one.plus(other));

    assertThat(number(sum))
        .isPositive()
        .isEqualTo(
            number(part.getAccessor().invoke(one)) + number(part.getAccessor().invoke(other)));
  }

  @Test
  void partThatOneTellsIsToldOfBothButForTheCost() {
    Usage counts = Usage.of(1, 2).withCachedTokens(1);
    Usage priced = Usage.of(3, 4).withCacheWriteTokens(2).withToldCost(0.5);

    Usage expected = Usage.of(4, 6).withCachedTokens(1).withCacheWriteTokens(2);

    assertThat(counts.plus(priced)).isEqualTo(expected);
    assertThat(priced.plus(counts)).isEqualTo(expected);
  }

  private static double number(Object part) {
    return switch (part) {
      case OptionalLong told -> told.orElseThrow();
      case OptionalDouble told -> told.orElseThrow();
      case Number counted -> counted.doubleValue();
      default -> throw new IllegalArgumentException("add " + part);
    };
  }
}
