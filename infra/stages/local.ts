// The stage of `npm run dev` and of the tests: every provider is a sandbox on a port counted from PATCHBAY_PORT_BASE.
import { defineStage } from "../config.ts";

const name = process.env.PATCHBAY_STAGE === "test" ? "test" : "local";
const base = Number(process.env.PATCHBAY_PORT_BASE || (name === "test" ? 5400 : 4400));

const at = (offset: number, path = "") => `http://localhost:${base + offset}${path}`;

const google = {
  authorize: at(13, "/o/oauth2/v2/auth"),
  token: at(13, "/token"),
  revoke: at(13, "/revoke"),
  userinfo: at(13, "/v1/userinfo"),
};

export const stage = defineStage({
  stage: name,
  publicBaseUrl: at(0),
  appUrl: at(0),
  allowedOrigins: [at(0)],
  allowedRedirects: [at(0, "/")],
  jwt: {
    issuer: at(1),
    audience: ["patchbay"],
    algorithm: "RS256",
    tenantClaim: "org",
    adminClaim: "role",
    adminValue: "admin",
  },
  retention: { logDays: 1, auditDays: 365 },
  providers: {
    slack: {
      endpoints: {
        authorize: at(11, "/oauth/v2/authorize"),
        token: at(11, "/api/oauth.v2.access"),
        revoke: at(11, "/api/auth.revoke"),
        api: at(11, "/api/"),
      },
    },
    github: {
      endpoints: {
        authorize: at(12, "/login/oauth/authorize"),
        token: at(12, "/login/oauth/access_token"),
        api: at(12),
        revoke: at(12, "/applications"),
      },
    },
    gmail: { endpoints: { ...google, api: at(13, "/gmail/v1") } },
    calendar: { endpoints: { ...google, api: at(13, "/calendar/v3") } },
    figma: {
      endpoints: {
        authorize: at(14, "/oauth"),
        token: at(14, "/v1/oauth/token"),
        refresh: at(14, "/v1/oauth/refresh"),
        api: at(14),
      },
    },
  },
  liveUrl: `ws://localhost:${base}/live`,
  pubsub: {
    topic: "projects/sandbox/topics/patchbay",
    audience: at(0, "/api/v1/webhooks/gmail/push"),
    serviceAccount: "push@sandbox.example.com",
    issuer: at(13),
    jwks: at(13, "/oauth2/v3/certs"),
  },
  signIn: {
    clientId: "patchbay-page",
    scope: "openid profile",
    demo: true,
  },
});
