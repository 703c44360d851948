// An example to copy: the stage of a creative studio's product whose own integration server is replaced (docs/switching-over.md).
// Its front end keeps its tokens, its paths and its callback page. test/conformance/surface-a runs on these settings.
import { defineStage } from "../config.ts";

export const stage = defineStage({
  stage: "studio",
  // Fill these in; until then nothing is deployed: account: "123456789012", region: "eu-central-1",
  publicBaseUrl: "https://studio.example.com",
  appUrl: "https://studio.example.com",
  allowedOrigins: ["https://studio.example.com"],
  allowedRedirects: ["https://studio.example.com/"],
  jwt: {
    // The old server's access tokens, {id, email, userType, type, jti, iat, exp}, say neither who issued them nor for whom.
    issuer: "none",
    audience: "none",
    algorithm: "HS256",
    userClaim: "id",
    // Its refresh and reset tokens are signed with the same secret.
    requiredClaims: { type: "access" },
    maxAgeSeconds: 86_400,
    adminClaim: "userType",
    adminValue: "admin",
  },
  aliases: {
    "/integrations": "/api/integrations",
    "/mcp": "/api/mcp",
    "/health": "/api/health",
  },
  providers: {
    // The front end's page that catches GitHub's redirect and posts {code, state} with its bearer. Register this address at GitHub.
    github: { frontEndRedirect: "https://studio.example.com/auth/github/callback" },
  },
  signIn: { clientId: "studio", scope: "openid profile" },
});
