package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.transport.Headers;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A chat request as it goes out to Gemini. */
class RequestTest {
  private static final String HELLO = "'messages':[{'role':'user','content':'Hello'}]";

  @Test
  void plainRequestIsItsContentsAlone() {
    JsonObject sent = Asking.anybody().sent("{'model':'chat','user':'u','n':1," + HELLO + "}");

    assertThat(sent).isEqualTo(json("{'contents':[{'role':'user','parts':[{'text':'Hello'}]}]}"));
  }

  @Test
  void requestGoesToTheModelWithItsKeyInAHeader() {
    Asking asking = Asking.anybody();
    asking.ask("{" + HELLO + ",'stream':true}");

    assertThat(asking.sent().uri())
        .isEqualTo(
            URI.create(
                "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash"
                    + ":streamGenerateContent?alt=sse"));
    Headers headers = asking.sent().headers();
    assertThat(headers.first("x-goog-api-key")).hasValue(Asking.KEY);
    assertThat(headers.first("Authorization")).isEmpty();
    assertThat(headers.first("Accept")).hasValue("text/event-stream");
  }

  @ParameterizedTest
  @CsvSource({
    "https://host, m, https://host/v1beta/models/m:generateContent",
    "https://host/, m, https://host/v1beta/models/m:generateContent",
    "https://host/v1beta, m, https://host/v1beta/models/m:generateContent",
    "https://host/v1alpha/, m, https://host/v1alpha/models/m:generateContent",
    "https://host/v1/a/b/google-ai-studio, m,"
        + " https://host/v1/a/b/google-ai-studio/v1beta/models/m:generateContent",
    "https://host/v1beta/models/x:generateContent, m, https://host/v1beta/models/m:generateContent",
    "https://host?a=b, m, https://host/v1beta/models/m:generateContent?a=b",
    "https://host, models/m, https://host/v1beta/models/m:generateContent",
    "https://host, tunedModels/m-1, https://host/v1beta/tunedModels/m-1:generateContent",
    "https://host, a/b?c, https://host/v1beta/models/a%2Fb%3Fc:generateContent"
  })
  void baseUrlMayBeMoreOrLessOfTheAddress(String base, String model, String expected) {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("gemini/x")
                    .withModel(model)
                    .withKey(Asking.KEY)
                    .withEndpoint(URI.create(base)));
    asking.ask("{" + HELLO + "}");

    assertThat(asking.sent().uri()).isEqualTo(URI.create(expected));
  }

  @Test
  void missingKeyIsToldByTheNameOfItsVariable() {
    Asking asking = Asking.anybody().of(Deployment.of("gemini/gemini-2.5-pro"));
    Failure failure = asking.ask("{" + HELLO + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.Unauthenticated.class);
    assertThat(failure.message()).contains("GEMINI_API_KEY");
    assertThat(asking.transport.calls).isEmpty();
  }

  @Test
  void instructionsStandApartAndNeighboursOfOneRoleAreOneTurn() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'system','content':'Be brief.'},"
                    + "{'role':'user','content':'One'},{'role':'user','content':'Two'},"
                    + "{'role':'assistant','content':'Three'},{'role':'assistant','content':''},"
                    + "{'role':'developer','content':[{'type':'text','text':'Be kind.'}]},"
                    + "{'role':'user','content':'Four'}]}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'contents':[{'role':'user','parts':[{'text':'One'},{'text':'Two'}]},"
                    + "{'role':'model','parts':[{'text':'Three'}]},"
                    + "{'role':'user','parts':[{'text':'Four'}]}],"
                    + "'systemInstruction':{'parts':[{'text':'Be brief.'},{'text':'Be kind.'}]}}"));
  }

  @Test
  void instructionsAloneAreWhatIsAsked() {
    assertThat(Asking.anybody().sent("{'messages':[{'role':'system','content':'Go.'}]}"))
        .isEqualTo(json("{'contents':[{'role':'user','parts':[{'text':'Go.'}]}]}"));
  }

  @Test
  void picturesFilesAndSoundBecomeParts() {
    assertThat(
            contents(
                "{'role':'user','content':["
                    + "{'type':'image_url','image_url':{'url':'https://h/a.PNG?x=1','detail':'low'}},"
                    + "{'type':'image_url','image_url':{'url':'https://h/a'}},"
                    + "{'type':'image_url','image_url':{'url':'gs://b/a','format':'image/webp'}},"
                    + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}},"
                    + "{'type':'video_url','video_url':{'url':'https://youtu.be/x'}},"
                    + "{'type':'file','file':{'file_data':'data:application/pdf;base64,BBBB','filename':'a.pdf'}},"
                    + "{'type':'file','file':{'file_id':'https://g/v1beta/files/f'}},"
                    + "{'type':'input_audio','input_audio':{'data':'CCCC','format':'mp3'}},"
                    + "{'fileData':{'fileUri':'gs://b/o'}}]}"))
        .isEqualTo(
            "[{'role':'user','parts':["
                + "{'fileData':{'mimeType':'image/png','fileUri':'https://h/a.PNG?x=1'}},"
                + "{'fileData':{'mimeType':'image/jpeg','fileUri':'https://h/a'}},"
                + "{'fileData':{'mimeType':'image/webp','fileUri':'gs://b/a'}},"
                + "{'inlineData':{'mimeType':'image/png','data':'AAAA'}},"
                + "{'fileData':{'fileUri':'https://youtu.be/x'}},"
                + "{'inlineData':{'mimeType':'application/pdf','data':'BBBB'}},"
                + "{'fileData':{'fileUri':'https://g/v1beta/files/f'}},"
                + "{'inlineData':{'mimeType':'audio/mp3','data':'CCCC'}},"
                + "{'fileData':{'fileUri':'gs://b/o'}}]}]");
  }

  @Test
  void toolsCallsAndTheirResultsOfSeveralTurns() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'user','content':'Weather?'},"
                    + "{'role':'assistant','content':'Let me see.','tool_calls':["
                    + "{'id':'c1','type':'function','function':{'name':'f','arguments':'{`a`:1}'}},"
                        .replace("`", "\\\"")
                    + "{'id':'c2','type':'function','function':{'name':'g','arguments':''}}]},"
                    + "{'role':'tool','tool_call_id':'c1','content':'{`t`:20}'},"
                        .replace("`", "\\\"")
                    + "{'role':'tool','tool_call_id':'c2','content':[{'type':'text','text':'gone'}],'is_error':true},"
                    + "{'role':'user','content':'And?'}],"
                    + "'tools':[{'type':'function','function':{'name':'f','description':'d','strict':true,"
                    + "'parameters':{'type':'object','properties':{'a':{'type':'integer'}}}}},"
                    + "{'type':'function','function':{'name':'g'}},{'googleSearch':{}}]}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'contents':[{'role':'user','parts':[{'text':'Weather?'}]},"
                    + "{'role':'model','parts':[{'text':'Let me see.'},"
                    + "{'functionCall':{'id':'c1','name':'f','args':{'a':1}}},"
                    + "{'functionCall':{'id':'c2','name':'g','args':{}}}]},"
                    + "{'role':'user','parts':["
                    + "{'functionResponse':{'id':'c1','name':'f','response':{'t':20}}},"
                    + "{'functionResponse':{'id':'c2','name':'g','response':{'error':'gone'}}}]},"
                    + "{'role':'user','parts':[{'text':'And?'}]}],"
                    + "'tools':[{'functionDeclarations':[{'name':'f','description':'d',"
                    + "'parameters':{'type':'OBJECT','properties':{'a':{'type':'INTEGER'}}}},"
                    + "{'name':'g'}]},{'googleSearch':{}}]}"));
  }

  @Test
  void pictureInAResultStandsWithinItWhereTheModelTakesThat() {
    String asked =
        "{'messages':[{'role':'tool','name':'f','content':[{'type':'text','text':'t'},"
            + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}}]}]}";
    String picture = "{'inlineData':{'mimeType':'image/png','data':'AAAA'}}";

    assertThat(Asking.anybody().of("gemini-3-flash").sent(asked))
        .isEqualTo(
            json(
                "{'contents':[{'role':'user','parts':[{'functionResponse':{'name':'f',"
                    + "'response':{'output':'t'},'parts':["
                    + picture
                    + "]}}]}]}"));
    assertThat(Asking.anybody().of("gemini-2.5-flash").sent(asked))
        .isEqualTo(
            json(
                "{'contents':[{'role':'user','parts':[{'functionResponse':{'name':'f',"
                    + "'response':{'output':'t'}}},"
                    + picture
                    + "]}]}"));
  }

  @Test
  void signaturesGoBackToTheirPartsAndForeignOnesDoNot() {
    String calls =
        "'tool_calls':[{'id':'a','function':{'name':'f','arguments':'{}'}},"
            + "{'id':'b','function':{'name':'g','arguments':'{}'}}]";
    String own =
        "{'role':'assistant','content':'t','thinking_blocks':["
            + "{'type':'thinking','thinking':'hm','signature':'gemini:0:one:1'},"
            + "{'type':'thinking','thinking':'','signature':'gemini:text:two'}],"
            + calls
            + "}";
    String foreign =
        "{'role':'assistant','content':'t','thinking_blocks':["
            + "{'type':'thinking','thinking':'hm','signature':'EqQB'}],"
            + calls
            + "}";

    assertThat(contents(own))
        .contains("{'text':'t','thoughtSignature':'two'}")
        .contains("{'functionCall':{'id':'a','name':'f','args':{}},'thoughtSignature':'one:1'}")
        .contains("{'functionCall':{'id':'b','name':'g','args':{}}}");
    assertThat(contents(foreign)).doesNotContain("thoughtSignature");
  }

  /** https://ai.google.dev/gemini-api/docs/thought-signatures */
  @Test
  void modelThatDemandsASignatureIsToldThatThereIsNone() {
    String asked =
        "{'messages':[{'role':'assistant','tool_calls':["
            + "{'id':'a','function':{'name':'f'}},{'id':'b','function':{'name':'g'}}]},"
            + "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'h'},"
            + "'extra_content':{'google':{'thought_signature':'kept'}}}]}]}";

    assertThat(Asking.anybody().of("gemini-3-pro-preview").sent(asked))
        .isEqualTo(
            json(
                "{'contents':[{'role':'model','parts':[{'functionCall':{'id':'a','name':'f','args':{}},"
                    + "'thoughtSignature':'skip_thought_signature_validator'},"
                    + "{'functionCall':{'id':'b','name':'g','args':{}}},"
                    + "{'functionCall':{'id':'c','name':'h','args':{}},'thoughtSignature':'kept'}]}]}"));
  }

  @Test
  void whatAModelMadeGoesBackToIt() {
    assertThat(
            contents(
                "{'role':'assistant','content':'Look:','images':[{'type':'image_url',"
                    + "'image_url':{'url':'data:image/png;base64,AAAA'}}],"
                    + "'content_parts':[{'executableCode':{'code':'1'}}]}"))
        .isEqualTo(
            "[{'role':'model','parts':[{'text':'Look:'},"
                + "{'inlineData':{'mimeType':'image/png','data':'AAAA'}},"
                + "{'executableCode':{'code':'1'}}]}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'auto' | {'mode':'AUTO'}",
        "'none' | {'mode':'NONE'}",
        "'required' | {'mode':'ANY'}",
        "{'type':'function','function':{'name':'f'}} | {'mode':'ANY','allowedFunctionNames':['f']}",
        "{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'f'}}]}}"
            + " | {'mode':'ANY','allowedFunctionNames':['f']}",
        "{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'function','function':{'name':'f'}}]}}"
            + " | {'mode':'VALIDATED','allowedFunctionNames':['f']}"
      })
  void choiceAmongTools(String choice, String expected) {
    String chosen = ",'tool_choice':" + choice + "}";
    String tools = ",'tools':[{'type':'function','function':{'name':'f'}}]";

    assertThat(Asking.anybody().sent("{" + HELLO + tools + chosen).object("toolConfig"))
        .hasValue(json("{'functionCallingConfig':" + expected + "}"));
    assertThat(Asking.anybody().sent("{" + HELLO + chosen).has("toolConfig")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gemini-2.5-flash | low | {'thinkingBudget':1024,'includeThoughts':true}",
        "gemini-2.5-flash | medium | {'thinkingBudget':8192,'includeThoughts':true}",
        "gemini-2.5-flash | high | {'thinkingBudget':24576,'includeThoughts':true}",
        "gemini-2.5-flash | none | {'thinkingBudget':0}",
        "gemini-2.5-pro | none | {'thinkingBudget':128}",
        "gemini-3-flash-preview | minimal | {'thinkingLevel':'minimal','includeThoughts':true}",
        "gemini-3-flash-preview | medium | {'thinkingLevel':'medium','includeThoughts':true}",
        "gemini-3-flash-preview | none | {'thinkingLevel':'minimal'}",
        "gemini-3-pro-preview | minimal | {'thinkingLevel':'low','includeThoughts':true}",
        "gemini-3-pro-preview | medium | {'thinkingLevel':'high','includeThoughts':true}",
        "gemini-3.1-pro-preview | medium | {'thinkingLevel':'medium','includeThoughts':true}",
        "gemini-3.1-pro-preview | xhigh | {'thinkingLevel':'high','includeThoughts':true}",
        "gemini-flash-latest | high | {'thinkingBudget':24576,'includeThoughts':true}"
      })
  void effortIsALevelOrABudget(String model, String effort, String expected) {
    JsonObject sent =
        Asking.anybody().of(model).sent("{" + HELLO + ",'reasoning_effort':'" + effort + "'}");

    assertThat(sent.object("generationConfig").flatMap(config -> config.object("thinkingConfig")))
        .hasValue(json(expected));
  }

  @Test
  void modelThatCannotThinkIsNotAskedTo() {
    Asking asking = Asking.anybody().of("gemini-2.0-flash");
    String none = "{" + HELLO + ",'reasoning_effort':'none'}";
    String dropped = "{" + HELLO + ",'reasoning_effort':'high','drops_unsupported':true}";

    Failure failure = asking.ask("{" + HELLO + ",'reasoning_effort':'high'}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).contains("gemini-2.0-flash").contains("reasoning_effort");
    assertThat(Asking.anybody().of("gemini-2.0-flash").sent(none).names())
        .containsExactly("contents");
    assertThat(Asking.anybody().of("gemini-2.0-flash").sent(dropped).names())
        .containsExactly("contents");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'enabled','budget_tokens':2000} | {'thinkingBudget':2000,'includeThoughts':true}",
        "{'type':'adaptive'} | {'includeThoughts':true}",
        "{'type':'disabled'} | {'thinkingBudget':0}"
      })
  void anthropicsThinkingIsRead(String thinking, String expected) {
    JsonObject sent = Asking.anybody().sent("{" + HELLO + ",'thinking':" + thinking + "}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'contents':[{'role':'user','parts':[{'text':'Hello'}]}],"
                    + "'generationConfig':{'thinkingConfig':"
                    + expected
                    + "}}"));
  }

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
        "{'type':['string','null']}",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/A'}},'$defs':{'A':{'type':'string'}}}",
        "{'type':'integer','enum':[1,2]}",
        "{'type':'string','format':'email'}",
        "{'anyOf':[{'type':'string','const':'x'}]}"
      })
  void schemaThatNeedsMoreGoesWhole(String schema) {
    JsonObject sent =
        Asking.anybody()
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'logprobs':true | logprobs",
        "'parallel_tool_calls':false | parallel_tool_calls",
        "'service_tier':'flex' | service_tier",
        "'logit_bias':{'1':1} | logit_bias",
        "'audio':{'voice':'v'} | audio",
        "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'any' | tool_choice",
        "'tools':[{'type':'web_search_20250305','name':'web_search'}] | tools"
      })
  void whatHasNoCounterpartIsRefusedByNameBeforeAnythingIsSent(String member, String param) {
    Asking asking = Asking.anybody();
    Failure failure = asking.ask("{" + HELLO + "," + member + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue(param);
    assertThat(failure.message()).contains("gemini").contains(param.replaceAll("s$", ""));
    assertThat(asking.transport.calls).isEmpty();
  }

  @Test
  void partThatNobodyKnowsIsRefusedByItsType() {
    Asking asking = Asking.anybody();
    Failure failure =
        asking
            .ask("{'messages':[{'role':'user','content':[{'type':'search_result'}]}]}")
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).contains("gemini").contains("search_result");
    assertThat(asking.transport.calls).isEmpty();
  }

  @Test
  void whatHasNoCounterpartIsDroppedWhereSaidSo() {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("gemini/gemini-2.5-flash")
                    .withKey(Asking.KEY)
                    .withParameters(ParameterPolicy.strict().withDropsUnsupported(true)));
    JsonObject sent =
        asking.sent(
            "{"
                + HELLO
                + ",'logprobs':true,'parallel_tool_calls':false,'tools':[{'type':'web_search_20250305'}]}");

    assertThat(sent.names()).containsExactly("contents");
  }

  @Test
  void restIsNamedOrPassed() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{"
                    + HELLO
                    + ",'max_completion_tokens':7,'temperature':0.5,'top_p':0.9,'n':2,'stop':'a','seed':1,"
                    + "'presence_penalty':0.1,'frequency_penalty':0.2,'modalities':['text','image'],"
                    + "'web_search_options':{},'user':'u','store':true,'metadata':{'x':'y'},'stream_options':{},"
                    + "'top_k':5,'safety_settings':[{'category':'c'}],'cachedContent':'k','anthropic_beta':['b'],"
                    + "'toolConfig':{'retrievalConfig':{}},'generationConfig':{'mediaResolution':'LOW','seed':2}}");

    assertThat(sent.without(java.util.Set.of("contents")))
        .isEqualTo(
            json(
                "{'tools':[{'googleSearch':{}}],'toolConfig':{'retrievalConfig':{}},"
                    + "'generationConfig':{'maxOutputTokens':7,'temperature':0.5,'topP':0.9,'topK':5,'seed':2,"
                    + "'presencePenalty':0.1,'frequencyPenalty':0.2,'candidateCount':2,'stopSequences':['a'],"
                    + "'responseModalities':['TEXT','IMAGE'],'mediaResolution':'LOW'},"
                    + "'safetySettings':[{'category':'c'}],'cachedContent':'k'}"));
  }

  private static String contents(String messages) {
    return Asking.anybody()
        .sent("{'messages':[" + messages + "]}")
        .array("contents")
        .orElseThrow()
        .toJson()
        .replace('"', '\'');
  }
}
