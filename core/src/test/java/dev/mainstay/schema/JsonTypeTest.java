package dev.mainstay.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTypeTest {
  enum Sky {
    CLEAR,
    RAIN
  }

  @Describe("the weather of a day")
  record Forecast(
      @Describe("in whole degrees Celsius") int temperature,
      Sky sky,
      Optional<String> warning,
      Optional<Sky> later,
      List<Wind> winds) {}

  record Wind(double speed, boolean gusts) {
    Wind {
      if (speed < 0) {
        throw new IllegalArgumentException("speed is " + speed + "; use 0 or more");
      }
    }
  }

  @Test
  void recordIsAnObjectOfExactlyItsComponents() {
    assertThat(JsonType.of(Forecast.class).schema())
        .isEqualTo(
            json(
                """
                {'type':'object','properties':{
                  'temperature':{'type':'integer','description':'in whole degrees Celsius'},
                  'sky':{'type':'string','enum':['CLEAR','RAIN']},
                  'warning':{'type':['string','null']},
                  'later':{'type':['string','null'],'enum':['CLEAR','RAIN',null]},
                  'winds':{'type':'array','items':{'type':'object','properties':{
                      'speed':{'type':'number'},'gusts':{'type':'boolean'}},
                    'required':['speed','gusts'],'additionalProperties':false}}},
                 'required':['temperature','sky','warning','later','winds'],
                 'additionalProperties':false,'description':'the weather of a day'}
                """));
  }

  @Test
  void valueIsReadBackAndMissingOptionalsAreEmpty() {
    assertThat(
            read(
                Forecast.class,
                "{'sky':'RAIN','temperature':-3,'warning':null,'winds':[{'speed':1.5,'gusts':true}]}"))
        .isEqualTo(
            new Forecast(
                -3, Sky.RAIN, Optional.empty(), Optional.empty(), List.of(new Wind(1.5, true))));
  }

  record Kinds(
      byte b,
      Short s,
      long l,
      float f,
      Double d,
      BigInteger big,
      BigDecimal decimal,
      LocalDate date,
      LocalTime time,
      LocalDateTime local,
      Instant instant,
      OffsetDateTime offset,
      Duration duration,
      UUID uuid,
      URI uri,
      OptionalInt count,
      OptionalLong total,
      OptionalDouble ratio,
      Map<String, Wind> winds,
      Optional<Wind> wind) {}

  private static final Kinds KINDS =
      new Kinds(
          (byte) 1,
          (short) 2,
          3,
          4.5f,
          6.5,
          BigInteger.TWO.pow(100),
          new BigDecimal("1.10"),
          LocalDate.of(2026, 11, 29),
          LocalTime.of(14, 30),
          LocalDateTime.of(2026, 11, 29, 14, 30),
          Instant.EPOCH,
          OffsetDateTime.parse("2026-11-29T14:30:00+01:00"),
          Duration.ofMinutes(90),
          new UUID(1, 2),
          URI.create("https://example.com/a"),
          OptionalInt.of(7),
          OptionalLong.empty(),
          OptionalDouble.of(0.5),
          Map.of("north", new Wind(1, false)),
          Optional.of(new Wind(2, true)));

  @Test
  void everyKindIsReadAsItIsWritten() {
    JsonType<Kinds> type = JsonType.of(Kinds.class);

    assertThat(type.read(type.write(KINDS).toJson())).isEqualTo(KINDS);
    assertThat(type.schema().object("properties").orElseThrow().names())
        .hasSize(Kinds.class.getRecordComponents().length);
  }

  @Test
  void mapIsAnArrayOfEntriesAndAnObjectIsReadAsWell() {
    record Counts(Map<String, Integer> words) {}

    assertThat(JsonType.of(Counts.class).schema().toJson())
        .contains(
            """
            "words":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},\
            "value":{"type":"integer"}},"required":["key","value"],"additionalProperties":false}}\
            """);
    assertThat(
            read(Counts.class, "{'words':[{'key':'a','value':1},{'key':'b','value':2}]}").words())
        .containsExactly(Map.entry("a", 1), Map.entry("b", 2));
    assertThat(read(Counts.class, "{'words':{'a':1}}").words()).containsExactly(Map.entry("a", 1));
  }

  sealed interface Figure {
    record Circle(double radius) implements Figure {}

    record Group(List<Figure> figures) implements Figure {}
  }

  record Drawing(Optional<Figure> figure) {}

  @Test
  void sealedInterfaceIsToldApartByTypeAndMayHoldItself() {
    JsonType<Drawing> type = JsonType.of(Drawing.class);
    Drawing drawing =
        new Drawing(
            Optional.of(new Figure.Group(List.of(new Figure.Circle(1), new Figure.Circle(2)))));

    assertThat(type.schema())
        .isEqualTo(
            json(
                """
                {'type':'object','properties':{
                  'figure':{'anyOf':[{'$ref':'#/$defs/Figure'},{'type':'null'}]}},
                 'required':['figure'],'additionalProperties':false,
                 '$defs':{'Figure':{'anyOf':[
                   {'type':'object','properties':{'type':{'type':'string','enum':['Circle']},
                     'radius':{'type':'number'}},
                    'required':['type','radius'],'additionalProperties':false},
                   {'type':'object','properties':{'type':{'type':'string','enum':['Group']},
                     'figures':{'type':'array','items':{'$ref':'#/$defs/Figure'}}},
                    'required':['type','figures'],'additionalProperties':false}]}}}
                """));
    assertThat(type.write(drawing))
        .isEqualTo(
            json(
                """
                {'figure':{'type':'Group','figures':[
                  {'type':'Circle','radius':1.0},{'type':'Circle','radius':2.0}]}}
                """));
    assertThat(type.read(type.write(drawing))).isEqualTo(drawing);
  }

  record Node(String name, List<Node> children) {}

  @Test
  void recordThatHoldsItselfIsADefinition() {
    JsonType<Node> type = JsonType.of(Node.class);
    Node tree = new Node("a", List.of(new Node("b", List.of())));

    assertThat(type.schema().text("type")).hasValue("object");
    assertThat(type.schema().toJson()).contains("\"items\":{\"$ref\":\"#/$defs/Node\"}");
    assertThat(type.schema().object("$defs").orElseThrow().object("Node").orElseThrow())
        .isEqualTo(type.schema().without(Set.of("$defs")));
    assertThat(type.read(type.write(tree))).isEqualTo(tree);
  }

  @Test
  void whatIsNotARecordIsTheMemberOfAnObject() {
    JsonType<Sky> type = JsonType.of(Sky.class);

    assertThat(type.schema().text("type")).hasValue("object");
    assertThat(type.read("{\"value\":\"RAIN\"}")).isEqualTo(Sky.RAIN);
    assertThat(type.write(Sky.CLEAR)).isEqualTo(json("{'value':'CLEAR'}"));
    assertThatThrownBy(() -> type.read("\"RAIN\""))
        .hasMessage(
            "the JSON must be an object with just the member 'value', but it is the string"
                + " \"RAIN\"");
    assertThatThrownBy(() -> type.read("{\"value\":\"SNOW\"}"))
        .hasMessage("value must be one of [CLEAR, RAIN], but it is the string \"SNOW\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'temperature':1                  | it is not JSON: it ends too early
          []                                | the JSON must be an object, but it is an array
          {'sky':'RAIN','winds':[]}         | temperature is missing
          {'temperature':null}              | temperature must be a whole number
          {'temperature':'7'}               | but it is the string "7"
          {'temperature':7.5}               | but it is the number 7.5
          {'temperature':1e99}              | but it is the number 1e99
          {'temperature':1e999999999999}    | but it is the number 1e999999999999
          {'temperature':1,'sky':'Rain'}    | sky must be one of [CLEAR, RAIN], but it is the string "Rain"
          {'temperature':1,'sky':'RAIN','winds':[{'speed':1,'gusts':true},{'speed':true}]} | winds[1].speed must be a number, but it is true
          {'temperature':1,'sky':'RAIN','winds':[{'speed':-1,'gusts':true}]} | winds[0] is refused by Wind: speed is -1.0; use 0 or more
          {'temperature':1,'rain':'yes'}    | rain is not one of its members; those are [temperature, sky, warning, later, winds] and nothing else
          """)
  void errorNamesTheMember(String text, String message) {
    assertThatThrownBy(() -> read(Forecast.class, text))
        .isInstanceOf(JsonReadException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1E2147483648", "1e1001"})
  void hugeNumbersAreRefusedBeforeTheyFillTheMemory(String number) {
    record Big(BigInteger whole) {}

    assertThatThrownBy(() -> read(Big.class, "{'whole':" + number + "}"))
        .hasMessage("whole must be a whole number, but it is the number " + number);
  }

  @ParameterizedTest
  @Timeout(10)
  @ValueSource(strings = {"1e-99999999", "-1.5E-2147483646", "1e-1"})
  void tinyNumbersAreRefusedBeforeTheyFillTheMemory(String number) {
    hugeNumbersAreRefusedBeforeTheyFillTheMemory(number);
  }

  @Test
  void bigWholeNumberMayBeWrittenInAnyWay() {
    record Big(BigInteger whole) {}

    assertThat(
            Stream.of("7.00", "70e-1", "0.07e2", "0e-999999999", "7e2")
                .map(number -> read(Big.class, "{'whole':" + number + "}").whole().intValue()))
        .containsExactly(7, 7, 7, 0, 700);
  }

  @Test
  void wholeNumberMayBeWrittenWithAFractionOfNothing() {
    assertThat(read(Wind.class, "{'speed':1,'gusts':false}").speed()).isEqualTo(1);
    record Count(int count) {}
    assertThat(read(Count.class, "{'count':3.0}").count()).isEqualTo(3);
    assertThat(read(Count.class, "{'count':1e3}").count()).isEqualTo(1000);
  }

  @SuppressWarnings("rawtypes") // that is what is refused
  record Raw(List rows) {}

  record Array(String[] words) {}

  record Letters(char first) {}

  record Anything(Object thing) {}

  record Twice(Optional<Optional<String>> value) {}

  record ByNumber(Map<Integer, String> names) {}

  record Unique(Set<String> names) {}

  record Page<T>(List<T> items) {}

  record Pages(Page<String> page) {}

  record Deep(List<Map<String, Letters>> deep) {}

  sealed interface Open permits Opened, Tagged {}

  static non-sealed class Opened implements Open {}

  record Tagged(String type) implements Open {}

  sealed interface Shapeless permits Named {}

  record Named(String type) implements Shapeless {}

  static List<Object[]> undescribable() {
    return List.of(
        new Object[] {
          Raw.class,
          "Raw.rows is java.util.List, which cannot be described to a model: say of what, in a component"
              + " of a record, as in List<String>"
        },
        new Object[] {Map.class, "in a component of a record, as in Map<String, String>"},
        new Object[] {Array.class, "use List<String>"},
        new Object[] {
          Letters.class, "Letters.first is char, which cannot be described to a model: use String"
        },
        new Object[] {
          Anything.class,
          "Anything.thing is java.lang.Object, which cannot be described to a model: use a record"
        },
        new Object[] {Twice.class, "use one Optional"},
        new Object[] {ByNumber.class, "use Map<String, …>"},
        new Object[] {Unique.class, "use List"},
        new Object[] {Page.class, "it is generic; write a record for its type"},
        new Object[] {Pages.class, "Pages.page is"},
        new Object[] {Deep.class, "Deep.deep[]{}.first is char"},
        new Object[] {
          Open.class, "a sealed interface may permit only records and sealed interfaces"
        },
        new Object[] {
          Shapeless.class,
          "its component 'type' is what tells the records of Shapeless apart; give it another name"
        },
        new Object[] {String[].class, "use List<String>"},
        new Object[] {int[].class, "use List<Integer>"},
        new Object[] {byte[].class, "use String, with Base64 in it"});
  }

  @ParameterizedTest
  @MethodSource("undescribable")
  void whatCannotBeDescribedIsRefusedWithItsPlaceAndTheRemedy(Class<?> type, String message) {
    assertThatThrownBy(() -> JsonType.of(type))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(message);
  }

  private static <T> T read(Class<T> type, String text) {
    return JsonType.of(type).read(text.replace('\'', '"'));
  }

  private static JsonObject json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  @Test
  void shapeIsATreeOfItsParts() {
    JsonShape.Members shape = (JsonShape.Members) JsonType.of(Forecast.class).shape();

    assertThat(shape.members())
        .extracting(JsonMember::name, JsonMember::description, member -> member.shape().schema())
        .contains(
            tuple("temperature", "in whole degrees Celsius", json("{'type':'integer'}")),
            tuple("warning", "", json("{'type':['string','null']}")));
    assertThat(shape.members().get(1).shape())
        .isInstanceOfSatisfying(
            JsonShape.Scalar.class,
            sky -> assertThat(sky.constants()).containsExactly("CLEAR", "RAIN"));
    assertThat(JsonShape.of(Sky.class, "sky").read(Json.parse("\"RAIN\""), "sky"))
        .isEqualTo(Sky.RAIN);
  }

  @Test
  void nullInARecordIsNamed() {
    Called nobody = new Called(null);

    assertThatThrownBy(() -> JsonType.of(Called.class).write(nobody))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("Called.name is null; use Optional for what may be missing");
  }

  record Called(String name) {}
}
