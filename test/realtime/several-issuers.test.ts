// Whose socket it is where several issuers' tokens are taken.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import {
  answerWithSecrets,
  aws,
  closeStandIns,
  idpKeys,
  minutes,
  secrets,
  signIdp,
  signLegacy,
  signOld,
} from "../jwt/support/several-issuers.ts";
import { json } from "../support/test-server.ts";

Object.assign(process.env, { ALLOWED_ORIGINS: "[]", LIVE_ENDPOINT: "http://localhost" });
const { handler } = await import("../../functions/live/connect.ts");

afterAll(closeStandIns);
beforeEach(() => {
  answerWithSecrets();
  aws.calls.length = 0;
  aws.on("Query", () => json({ Items: [] }));
  aws.on("TransactWriteItems", () => json({}));
});

const encodeTenant = (name: string) => `tenant.${Buffer.from(name).toString("base64url")}`;

/** The status of a handshake with these subprotocols, and the partitions of the rows that it writes. */
async function connect(...protocols: string[]) {
  const event = {
    requestContext: { connectionId: "socket-1", eventType: "CONNECT", routeKey: "$connect", requestId: "1" },
    headers: { "sec-websocket-protocol": ["patchbay.v1", ...protocols].join(", ") },
    isBase64Encoded: false,
  };
  const { statusCode } = await handler(event as unknown as Parameters<typeof handler>[0]);
  const writes = aws.calls.filter(({ operation }) => operation === "TransactWriteItems");
  return { statusCode, rows: writes.flatMap(({ input }) => JSON.stringify(input).match(/socket#[^"]+/g) ?? []) };
}

test("the same subject of the same tenant has sockets of its own for each issuer", async () => {
  expect(await connect(await signIdp({ tenants: "acme" }))).toEqual({ statusCode: 200, rows: ["socket#c%23acme#5"] });
  aws.calls.length = 0;
  const old = { statusCode: 200, rows: ["socket#c%40old%23acme#old%235"] };
  expect(await connect(await signOld({ tenants: ["acme", "b"] }), encodeTenant("acme"))).toEqual(old);
  aws.calls.length = 0;
  const legacy = { statusCode: 200, rows: ["socket#u%40legacy%235#legacy%235"] };
  expect(await connect(await signLegacy())).toEqual(legacy);
});

test.each<[string, () => Promise<string>]>([
  ["to refresh with", () => signLegacy({ type: "refresh" })],
  ["that has expired", () => signOld({ exp: minutes(-2) })],
  ["under another issuer's secret", () => signOld({}, secrets["patchbay/test/jwt/legacy"])],
  ["whose algorithm is another issuer's", () => signOld({}, idpKeys.privateKey, "RS256")],
  ["of the identity provider, with a shared secret", () => signIdp({}, secrets["patchbay/test/jwt/old"], "HS256")],
  ["of no listed issuer", () => signIdp({ iss: "https://evil.example" })],
])("refuses a token %s", async (_, sign) => {
  expect(await connect(await sign())).toEqual({ statusCode: 401, rows: [] });
});

test("refuses a tenant that is not the token's", async () => {
  expect(await connect(await signOld({ tenants: ["acme", "b"] }), encodeTenant("@old#acme"))).toEqual({
    statusCode: 403,
    rows: [],
  });
});
