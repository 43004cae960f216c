package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.json;
import static dev.mainstay.provider.anthropic.Asking.messages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instructions, texts, pictures and files as they go out to Anthropic. */
class ContentRequestTest {
  @Test
  void instructionsGoAheadAndNeighboursOfOneRoleAreOneTurn() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{'messages':[{'role':'system','content':'Be brief.'},"
                    + "{'role':'user','content':'One'},{'role':'user','content':'Two'},"
                    + "{'role':'assistant','content':'Three'},"
                    + "{'role':'developer','content':[{'type':'text','text':'Be kind.',"
                    + "'cache_control':{'type':'ephemeral'}}]},"
                    + "{'role':'user','content':'Four'}]}");

    assertThat(sent.array("system").orElseThrow())
        .isEqualTo(
            json("{'a':[{'type':'text','text':'Be brief.'},{'type':'text','text':'Be kind.',"
                    + "'cache_control':{'type':'ephemeral'}}]}")
                .array("a")
                .orElseThrow());
    assertThat(sent.array("messages").orElseThrow())
        .isEqualTo(
            json("{'a':[{'role':'user','content':[{'type':'text','text':'One'},"
                    + "{'type':'text','text':'Two'}]},"
                    + "{'role':'assistant','content':[{'type':'text','text':'Three'}]},"
                    + "{'role':'user','content':[{'type':'text','text':'Four'}]}]}")
                .array("a")
                .orElseThrow());
  }

  @Test
  void instructionsAloneAreTheUsersAndAGreetingHasATurnBeforeIt() {
    assertThat(messages("{'role':'system','content':'Go.'}"))
        .isEqualTo("[{'role':'user','content':[{'type':'text','text':'Go.'}]}]");
    assertThat(messages("{'role':'assistant','content':'Hi!'},{'role':'user','content':'Yo'}"))
        .startsWith(
            "[{'role':'user','content':[{'type':'text','text':'(The conversation begins.)'");
  }

  @Test
  void picturesAndFilesBecomeBlocks() {
    String sent =
        messages(
            "{'role':'user','content':["
                + "{'type':'image_url','image_url':{'url':'https://h/a.png','detail':'low'}},"
                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'},"
                + "'cache_control':{'type':'ephemeral'}},"
                + "{'type':'file','file':{'file_data':'data:application/pdf;base64,BBBB','filename':'a.pdf'}},"
                + "{'type':'file','file':{'file_id':'file_1'}},"
                + "{'type':'file','file':{'file_data':'data:text/plain;base64,SGk='}},"
                + "{'type':'search_result','source':'s','title':'t','content':[]}]}");

    assertThat(sent)
        .isEqualTo(
            "[{'role':'user','content':["
                + "{'type':'image','source':{'type':'url','url':'https://h/a.png'}},"
                + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AAAA'},"
                + "'cache_control':{'type':'ephemeral'}},"
                + "{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'BBBB'},"
                + "'title':'a.pdf'},"
                + "{'type':'document','source':{'type':'file','file_id':'file_1'}},"
                + "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'Hi'}},"
                + "{'type':'search_result','source':'s','title':'t','content':[]}]}]");
  }

  @Test
  void soundIsRefusedByName() {
    Asking asking = Asking.anybody();
    Failure failure =
        asking
            .ask(
                "{'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'QQ==','format':'wav'}}]}]}")
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.message()).contains("anthropic").contains("input_audio");
    assertThat(asking.transport.calls).isEmpty();
  }

  @Test
  void lastMessageOfTheAssistantsIsABeginningWithoutWhiteSpaceAtItsEnd() {
    String sent =
        messages(
            "{'role':'user','content':'q'},{'role':'assistant','content':'Once upon"
                + " \\n','prefix':true}");

    assertThat(sent)
        .endsWith("{'role':'assistant','content':[{'type':'text','text':'Once upon'}]}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'  '",
        "'\\n\\t'",
        "[{'type':'text','text':' '}]",
        "[{'type':'text','text':' ','cache_control':{'type':'ephemeral'}},' ']",
        "[{'type':'refusal','refusal':' '}]"
      })
  void textOfWhiteSpaceAloneIsNotSent(String white) {
    String question = "{'role':'user','content':'q'}";
    String sent = "[{'role':'user','content':[{'type':'text','text':'q'}";

    assertThat(messages("{'role':'system','content':" + white + "}," + question))
        .isEqualTo(sent + "]}]");
    assertThat(messages(question + ",{'role':'assistant','content':" + white + "}"))
        .isEqualTo(sent + "]}]");
    assertThat(messages(question + ",{'role':'assistant','content':" + white + "}," + question))
        .isEqualTo(sent + ",{'type':'text','text':'q'}]}]");
  }
}
