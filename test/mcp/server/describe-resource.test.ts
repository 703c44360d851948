import "../../http/lambda-environment.ts";
import type { Context } from "aws-lambda";
import { expect, test } from "vitest";
import type { JwtEntry } from "../../../lib/jwt-entry.ts";
import { describeResource } from "../../../lib/mcp/server/describe-resource.ts";
import { httpEvent } from "../../support/events.ts";

Object.assign(process.env, {
  JWT_ISSUER: "https://id.example.com",
  JWT_AUDIENCE: '["patchbay"]',
  JWT_ALGORITHM: "RS256",
});
const { handler } = await import("../../../functions/mcp/describe-resource.ts");

const entry = (more: Partial<JwtEntry>): JwtEntry => ({
  ...{ issuer: "https://id.example.com", audience: ["patchbay"], algorithm: "RS256" },
  ...{ userClaim: "sub", requiredClaims: {}, sameUsers: false, ...more },
});

test("tells everyone whose tokens the server takes, and lets it be kept", async () => {
  const answer = await handler(httpEvent({ on: "GET /.well-known/oauth-protected-resource/api/mcp" }), {} as Context);
  expect(answer).toMatchObject({
    statusCode: 200,
    headers: { "content-type": "application/json", "cache-control": "public, max-age=3600" },
  });
  expect(JSON.parse(answer.body ?? "")).toEqual({
    resource: "https://app.example.com/api/mcp",
    authorization_servers: ["https://id.example.com"],
    bearer_methods_supported: ["header"],
    resource_name: "Patchbay",
  });
});

test("names each issuer once, and none that nobody can ask for a token for this server", () => {
  const entries = [
    entry({}),
    entry({ algorithm: "ES256" }),
    entry({ issuer: "https://second.example.com" }),
    entry({ issuer: "none", audience: "none", algorithm: "HS256" }),
    entry({ issuer: "https://old.example.com", audience: "none", algorithm: "HS256" }),
    entry({ issuer: "studio", algorithm: "HS256" }),
  ];
  expect(describeResource(entries).authorization_servers).toEqual([
    "https://id.example.com",
    "https://second.example.com",
  ]);
});
