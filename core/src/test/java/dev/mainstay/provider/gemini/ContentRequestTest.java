package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.contents;
import static dev.mainstay.provider.gemini.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Instructions, texts, pictures, files and sound as they go out to Gemini. */
class ContentRequestTest {
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

  /** A call of OpenAI's former form would be lost. */
  @Test
  void resultOfAFunctionOfOpenAisFormerFormIsRefusedByName() {
    Failure failure =
        Asking.anybody()
            .ask("{'messages':[{'role':'function','name':'f','content':'r'}]}")
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message())
        .contains("gemini does not take 'messages' of the role 'function'");
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
}
