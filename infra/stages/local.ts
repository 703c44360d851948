// The stage of `npm run dev` and the tests: every provider is a sandbox on a port relative to PATCHBAY_PORT_BASE.
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import { defineStage } from "../config.ts";
import { readAllowedOrigins } from "../local/allowed-origins.ts";
import { readLikeness } from "../local/likeness.ts";
import { localDatabase } from "../local/mcp.ts";
import { localServices, localTenantHosts } from "../local/services.ts";

const given = process.env.PATCHBAY_STAGE ?? "";
const name = given.startsWith("test") ? given : "local";
const isTest = name !== "local";
const base = Number(process.env.PATCHBAY_PORT_BASE || (isTest ? 5400 : 4400));

/** Other local front ends. Not for the tests, whose stage must not depend on the caller's environment. */
const otherOrigins = isTest ? [] : readAllowedOrigins();

const localAddress = (offset: number, path = "") => `http://localhost:${base + offset}${path}`;

const likeness = readLikeness(name, { origin: localAddress(0), issuer: localAddress(1) });

/** A provider's endpoints at its sandbox. */
const atSandbox = ({ id, application, isEhr, sandbox: { port, endpoints, settings } }: Manifest) => {
  const moved = Object.entries(endpoints).map(([name, path]) => [name, localAddress(port, path)]);
  const frontEndRedirect = likeness?.frontEndRedirects[id];
  return [
    id,
    {
      endpoints: Object.fromEntries(moved),
      ...(likeness ? {} : settings),
      ...(isEhr && { systemClientId: `sandbox-${application}-client-backend` }),
      ...(frontEndRedirect && { frontEndRedirect }),
    },
  ] as const;
};

/** The provider that pushes only through Pub/Sub; its sandbox issues the tokens. */
const pushed = withWebhook(manifests).find(({ webhook }) => webhook.proofs.every((proof) => proof === "pubsub"));
const pubsubPort = pushed?.sandbox.port ?? 0;

export const stage = defineStage({
  stage: name,
  publicBaseUrl: localAddress(0),
  appUrl: localAddress(0),
  allowedOrigins: [localAddress(0), ...otherOrigins],
  allowedRedirects: [localAddress(0, "/"), ...otherOrigins.map((origin) => `${origin}/`)],
  aliases: likeness?.aliases ?? {},
  ...(likeness?.edge && { edge: likeness.edge }),
  jwt: likeness?.jwt ?? {
    issuer: localAddress(1),
    audience: ["patchbay"],
    algorithm: "RS256",
    tenantClaim: "org",
    adminClaim: "role",
    adminValue: "admin",
    stageAdmin: { claim: "role", value: "stage-admin" },
  },
  services: likeness ? [] : localServices(localAddress(1)),
  ehr: {
    launchPage: !likeness,
    servers: manifests
      .filter(({ isEhr }) => isEhr)
      .map(({ id, sandbox: { port, endpoints } }) => ({
        provider: id,
        fhirBaseUrl: localAddress(port, endpoints.api),
        tenants: "*",
      })),
  },
  resultPages: !likeness,
  tenantHosts: likeness ? [] : localTenantHosts,
  retention: { logDays: 1, auditDays: 365 },
  providers: Object.fromEntries(manifests.map(atSandbox)),
  // The tests switch it on where they need it, so that no other test meets the calls that opening a channel makes.
  webhookEnabledByDefault: !isTest,
  liveUrl: `ws://localhost:${base}/live`,
  ...(likeness ? {} : { mcp: { database: localDatabase(base), connections: "write" as const } }),
  pubsub: {
    topic: "projects/sandbox/topics/patchbay",
    audience: localAddress(0, pushed?.webhook.receivers[0].path),
    serviceAccount: "push@sandbox.example.com",
    issuer: localAddress(pubsubPort),
    jwks: localAddress(pubsubPort, "/oauth2/v3/certs"),
  },
  signIn: {
    clientId: "patchbay-page",
    scope: "openid profile",
    demo: true,
  },
});
