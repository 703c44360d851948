// The sandbox EHR's discovery document. https://hl7.org/fhir/smart-app-launch/conformance.html#metadata

export const describeServer = (origin: string, paths: { readonly authorize: string; readonly token: string }) => ({
  authorization_endpoint: `${origin}${paths.authorize}`,
  token_endpoint: `${origin}${paths.token}`,
  token_endpoint_auth_methods_supported: ["client_secret_basic", "private_key_jwt"],
  token_endpoint_auth_signing_alg_values_supported: ["RS384", "ES384"],
  grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
  scopes_supported: ["openid", "fhirUser", "launch", "profile"],
  response_types_supported: ["code"],
  code_challenge_methods_supported: ["S256"],
  capabilities: [
    ...["launch-ehr", "launch-standalone", "client-confidential-symmetric", "client-confidential-asymmetric"],
    ...["context-ehr-patient", "context-standalone-patient", "permission-offline", "permission-v1", "permission-v2"],
  ],
});
