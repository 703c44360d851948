// An example to copy: a stage on an application's own domain, with an identity provider that signs with RS256.
import { defineStage } from "../config.ts";

export const stage = defineStage({
  stage: "dev",
  // Fill these in; until then nothing is deployed: account: "123456789012", region: "eu-central-1",
  publicBaseUrl: "https://app.example.com",
  appUrl: "https://app.example.com",
  allowedOrigins: ["https://app.example.com"],
  allowedRedirects: ["https://app.example.com/"],
  jwt: {
    issuer: "https://id.example.com/",
    audience: ["patchbay"],
    algorithm: "RS256",
    tenantClaim: "org",
    adminClaim: "role",
    adminValue: "admin",
    stageAdmin: { claim: "role", value: "stage-admin" },
  },
  services: [],
  retention: { logDays: 30, auditDays: 365 },
  providers: {},
  signIn: { clientId: "patchbay-page", scope: "openid profile" },
});
