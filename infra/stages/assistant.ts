// An example to copy: the stage of a business assistant's product whose own gateway is replaced (docs/switching-over.md).
// Its clients send tokens of two issuers beside each other. test/conformance/surface-b runs on these settings.
import { defineStage } from "../config.ts";

export const stage = defineStage({
  stage: "assistant",
  // Fill these in; until then nothing is deployed: account: "123456789012", region: "eu-central-1",
  publicBaseUrl: "https://assistant.example.com",
  appUrl: "https://assistant.example.com",
  allowedOrigins: ["https://assistant.example.com"],
  allowedRedirects: ["https://assistant.example.com/"],
  jwt: [
    {
      // Firebase, with the tenants of a person as a custom claim that only your own back end sets.
      issuer: "https://securetoken.google.com/assistant-example",
      audience: ["assistant-example"],
      algorithm: "RS256",
      tenantClaim: "tenants",
      adminClaim: "role",
      adminValue: "admin",
    },
    {
      // The old gateway's own tokens. Its `sub` may equal somebody's at Firebase: they are two people, unless `sameUsers` is true.
      name: "gateway",
      issuer: "https://assistant.example.com/auth",
      audience: "none",
      algorithm: "HS256",
      tenantClaim: "tenants",
      requiredClaims: { type: "access" },
      maxAgeSeconds: 86_400,
    },
  ],
  aliases: {
    "/api/v2/email": "/api/v2/gmail",
    "/api/xynergyos/v2": "/api/v2",
    "/health": "/api/health",
    "/api/v1/health": "/api/health",
  },
  signIn: { clientId: "assistant", scope: "openid profile" },
});
