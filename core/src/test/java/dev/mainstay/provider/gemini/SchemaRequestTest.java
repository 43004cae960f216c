package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.HELLO;
import static dev.mainstay.provider.gemini.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas go out to Gemini in its own words where these suffice, and whole where not. */
class SchemaRequestTest {
  @Test
  void schemaIsGeminisOwnWhereItsWordsSuffice() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{"
                    + HELLO
                    + ",'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':true,"
                    + "'schema':{'type':'object','required':['a'],'properties':{"
                    + "'a':{'type':'array','items':{'type':'string','enum':['x']}},"
                    + "'b':{'anyOf':[{'type':'number'},{'type':'boolean'}]}}}}}}");

    assertThat(sent.object("generationConfig"))
        .hasValue(
            json(
                "{'responseMimeType':'application/json','responseSchema':{'type':'OBJECT','required':['a'],"
                    + "'properties':{'a':{'type':'ARRAY','items':{'type':'STRING','enum':['x']}},"
                    + "'b':{'anyOf':[{'type':'NUMBER'},{'type':'BOOLEAN'}]}}}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'object','additionalProperties':false}",
        "{'type':'object','properties':{'a':{'type':'object','properties':{}}}}",
        "{'type':'object','properties':{'a':{'type':'array','items':{'type':'object'}}}}",
        "{'type':'object','required':['b'],'properties':{'a':{'type':'string'}}}",
        "{'type':['string','null']}",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/A'}},'$defs':{'A':{'type':'string'}}}",
        "{'type':'integer','enum':[1,2]}",
        "{'type':'string','format':'email'}",
        "{'anyOf':[{'type':'string','const':'x'}]}"
      })
  void schemaThatNeedsMoreGoesWhole(String schema) {
    JsonObject sent =
        Asking.anybody()
            .of("gemini-3-flash")
            .sent(
                "{"
                    + HELLO
                    + ",'response_format':{'type':'json_schema','json_schema':{'schema':"
                    + schema
                    + "}},'tools':[{'type':'function','function':{'name':'f','parameters':"
                    + schema
                    + "}}]}");

    assertThat(sent.object("generationConfig").flatMap(c -> c.object("responseJsonSchema")))
        .hasValue(json(schema));
    assertThat(sent.array("tools").orElseThrow().toJson())
        .contains("\"parametersJsonSchema\":" + json(schema).toJson());
  }

  @Test
  void jsonWithoutASchemaIsAMediaType() {
    assertThat(
            Asking.anybody()
                .sent("{" + HELLO + ",'response_format':{'type':'json_object'}}")
                .object("generationConfig"))
        .hasValue(json("{'responseMimeType':'application/json'}"));
  }

  /** AI Studio answers 400 to both in one request; Vertex AI takes them. */
  @Test
  void formBesideFunctionsIsRefusedByNameOrDroppedBeforeTheThirdGeneration() {
    String both =
        "{"
            + HELLO
            + ",'tools':[{'type':'function','function':{'name':'f'}}],"
            + "'response_format':{'type':'json_object'}";
    Asking second = Asking.anybody().of("gemini-2.5-flash");
    Failure failure = second.ask(both + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue("response_format");
    assertThat(failure.message()).contains("gemini", "gemini-2.5-flash", "functions");
    assertThat(
            Asking.anybody()
                .of("gemini-2.5-flash")
                .sent(both + ",'drops_unsupported':true}")
                .names())
        .containsExactly("contents", "tools");
    assertThat(
            Asking.anybody()
                .of("gemini-3-flash")
                .sent(both + "}")
                .object("generationConfig")
                .flatMap(config -> config.text("responseMimeType")))
        .hasValue("application/json");
  }
}
