/** Tokens of Microsoft Entra ID for Azure OpenAI, by Microsoft's own library. */
module dev.mainstay.azure {
  requires transitive dev.mainstay;
  requires static transitive org.jspecify;
  requires com.microsoft.aad.msal4j;

  exports dev.mainstay.azure;

  provides dev.mainstay.provider.AmbientCredentials with
      dev.mainstay.azure.AzureSurroundings;
}
