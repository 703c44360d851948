// The stage is mounted under its application's domain by an edge, whose part the local origin plays: past it nobody is served.
import { expect, test } from "vitest";
import { localOriginSecret } from "../../../infra/local/edge.ts";
import { originHeader } from "../../../lib/origin-header.ts";
import { offerProtocols, openHandshake } from "../../realtime/support/handshake.ts";
import { listAuditRows } from "../../support/audit-rows.ts";
import { readDeployedEnvironment } from "../../support/aws.ts";
import { cloud } from "../../support/cloud.ts";
import { createStudioPerson } from "../support/studio.ts";
import { studioToken } from "../support/tokens.ts";

/** Asks the API at its own address. */
const askPastTheEdge = (path: string, init: RequestInit = {}) =>
  fetch(`${cloud().awsEndpoint}/_aws/execute-api/${cloud().apiId}/$default${path}`, { redirect: "manual", ...init });

const { current, previous } = localOriginSecret;

test.each([
  ["GET", "/api/health"],
  ["GET", "/settings/integrations"],
  ["GET", "/settings/integrations/app.js"],
  ["GET", "/api/integrations/slack/callback?code=c&state=s"],
  ["GET", "/api/integrations"],
  ["POST", "/api/integrations/slack/webhook"],
  ["POST", "/api/v1/webhooks/calendar/push"],
])("%s %s is refused past the edge, without its secret and with one of long ago", async (method, path) => {
  const authorization = `Bearer ${await studioToken("ada")}`;
  for (const given of [{}, { [originHeader]: "origin-secret-of-long-ago" }]) {
    const answer = await askPastTheEdge(path, { method, headers: { authorization, ...given } });
    expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ code: "forbidden" })]);
  }
});

test.each([
  ["current", current],
  ["previous", previous],
])("the %s secret is taken", async (_, secret) => {
  expect((await askPastTheEdge("/api/health", { headers: { [originHeader]: secret } })).status).toBe(200);
});

test("a socket opens through the edge only", async () => {
  const offer = offerProtocols("patchbay.v1", await studioToken("ada"));
  const { LIVE_ENDPOINT = "" } = await readDeployedEnvironment("live-sequence-feed");
  const own = new URL(LIVE_ENDPOINT, cloud().awsEndpoint).href;
  expect((await openHandshake(offer)).status).toBe(101);
  expect((await openHandshake(offer, "", own)).status).toBe(403);
  expect((await openHandshake({ ...offer, [originHeader]: previous }, "", own)).status).toBe(101);
});

const lies = { "x-forwarded-for": "6.6.6.6", forwarded: "for=6.6.6.6", "x-real-ip": "6.6.6.6" };

/** Changes a setting, which is audited. @returns the address that the audit has */
async function changeSetting(change: (authorization: string) => Promise<{ status: number }>): Promise<unknown> {
  const { id } = await createStudioPerson();
  expect((await change(`Bearer ${await studioToken(id)}`)).status).toBe(200);
  const [row] = await listAuditRows(`u#${id}`);
  return row?.ip;
}

const setting = (headers: Record<string, string>): RequestInit => ({
  method: "PUT",
  headers: { "content-type": "application/json", ...lies, ...headers },
  body: '{"webhookEnabled":false}',
});

test("the audit has the address that the edge sees, whatever the request says of itself", async () => {
  const path = "/api/integrations/slack/settings";
  const forged = { "cloudfront-viewer-address": "6.6.6.6:1" };
  const through = (authorization: string) => fetch(cloud().origin + path, setting({ authorization, ...forged }));
  expect(await changeSetting(through)).toMatch(/^(?:127\.0\.0\.1|::1)$/);
});

test("the audit has the address that the edge says, also of IPv6", async () => {
  const says = { [originHeader]: current, "cloudfront-viewer-address": "2406:2d40:728d:fa10::c4a:42838" };
  const asEdge = (authorization: string) =>
    askPastTheEdge("/api/integrations/slack/settings", setting({ authorization, ...says }));
  expect(await changeSetting(asEdge)).toBe("2406:2d40:728d:fa10::c4a");
});
