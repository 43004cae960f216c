package dev.mainstay.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionTest {
  @ParameterizedTest
  @CsvSource({
    "bedrock/eu-west-1/m, https://own.example.com, eu-west-1",
    "bedrock/arn:aws-eusc:bedrock:eusc-de-east-1:1:imported-model/x, https://own.example.com,"
        + " eusc-de-east-1",
    "bedrock/m, https://bedrock-runtime.us-gov-west-1.amazonaws.com, us-gov-west-1",
    "bedrock/m, https://bedrock-runtime.eusc-de-east-1.amazonaws.eu, eusc-de-east-1",
    "bedrock/m, https://bedrock-runtime.us-iso-east-1.c2s.ic.gov, us-iso-east-1",
    "bedrock/m, https://own.example.com, ",
    "vertex_ai/m, https://aiplatform.googleapis.com/v1/projects/p/locations/eu, eu",
    "openai/m, https://api.openai.com/v1, ",
  })
  void regionIsThatOfTheModelsNameOrOfTheAddress(String model, String endpoint, String region) {
    Deployment deployment = Deployment.of(model).withEndpoint(URI.create(endpoint));

    assertThat(Region.of(deployment).orElse(null)).isEqualTo(region);
  }
}
