package dev.mainstay.cli.doctor;

import dev.mainstay.provider.Deployment;

/** What a deployment proves who asks by, and what is done about it where that is refused. */
enum IdentityProof {
  /** A key, or none. */
  KEY {
    @Override
    String whenUnknown(Deployment deployment, Setting setting) {
      String what =
          deployment.key().isPresent() ? "the key is wrong" : "the key is missing or wrong";
      return what + ": " + setting.toSetKey(deployment);
    }

    @Override
    String whenDenied() {
      return "the key is known, but may not use this model: allow it in the provider's console";
    }
  },
  /** An identity of AWS's. */
  AWS {
    @Override
    String whenUnknown(Deployment deployment, Setting setting) {
      return "AWS refuses the identity: check "
          + setting.identity(deployment)
          + ", what aws sts get-caller-identity says here, and this machine's clock";
    }

    @Override
    String whenDenied() {
      return "AWS knows the identity, but it may not use this model: allow it bedrock:InvokeModel"
          + " and bedrock:InvokeModelWithResponseStream, and ask for access to the model in"
          + " Bedrock's console";
    }
  },
  /** An identity of Google's. */
  GOOGLE {
    @Override
    String whenUnknown(Deployment deployment, Setting setting) {
      return "Google refuses the identity: check "
          + setting.identity(deployment)
          + ", or run gcloud auth application-default login";
    }

    @Override
    String whenDenied() {
      return "Google knows the identity, but it may not use this model: give it the role Vertex AI"
          + " User in the project, and enable the Vertex AI API and the model there";
    }
  },
  /** An identity of Microsoft Entra ID. */
  AZURE {
    @Override
    String whenUnknown(Deployment deployment, Setting setting) {
      return "Azure refuses the identity: check "
          + setting.identity(deployment)
          + ", and give that identity the role Cognitive Services User at the resource";
    }

    @Override
    String whenDenied() {
      return "Azure knows the identity, but it may not use this model: give it the role Cognitive"
          + " Services User at the resource";
    }
  };

  /** What {@code deployment}, which has all that it is asked with, proves who asks by. */
  static IdentityProof of(Deployment deployment) {
    if (deployment.credential().isEmpty()) {
      return KEY;
    }
    return switch (deployment.provider()) {
      case "bedrock" -> AWS;
      case "vertex_ai", "vertex_ai_beta" -> GOOGLE;
      case "azure", "azure_ai" -> AZURE;
      default -> KEY;
    };
  }

  /** What is wrong, and the remedy, where nobody knows who asks. */
  abstract String whenUnknown(Deployment deployment, Setting setting);

  /** What is wrong, and the remedy, where who asks may not do that. */
  abstract String whenDenied();
}
