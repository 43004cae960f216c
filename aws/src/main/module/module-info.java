/** AWS's credentials and signatures for Bedrock, by AWS's own libraries. */
module dev.mainstay.aws {
  requires transitive dev.mainstay;
  requires static transitive org.jspecify;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.auth.aws;
  requires software.amazon.awssdk.http.auth.spi;
  requires software.amazon.awssdk.http.urlconnection;
  requires software.amazon.awssdk.identity.spi;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.services.sts;

  exports dev.mainstay.aws;

  provides dev.mainstay.provider.AmbientCredentials with
      dev.mainstay.aws.AwsSurroundings;
}
