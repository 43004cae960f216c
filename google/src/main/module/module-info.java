/** Google's credentials for Vertex AI, by Google's own library. */
module dev.mainstay.google {
  requires transitive dev.mainstay;
  requires static transitive org.jspecify;
  requires com.google.api.client;
  requires com.google.auth;
  requires com.google.auth.oauth2;

  exports dev.mainstay.google;

  provides dev.mainstay.provider.AmbientCredentials with
      dev.mainstay.google.GoogleSurroundings;
}
