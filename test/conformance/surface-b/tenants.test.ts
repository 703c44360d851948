// A person of several tenants: the header chooses, and only among those of the token.
import { expect, test } from "vitest";
import { offerProtocols, openHandshake } from "../../realtime/support/handshake.ts";
import { createBrowser } from "../../support/api.ts";
import { cloud } from "../../support/cloud.ts";
import { connectAll } from "../support/assistant.ts";
import { createAssistantClient } from "../support/old-client.ts";
import { firebaseToken, gatewayToken } from "../support/tokens.ts";

const path = "/api/v1/oauth/connections";
const both = { tenants: ["acme", "globex"] };

const readStatus = async (token: string, tenant?: string) =>
  (await createBrowser(token).get(path, tenant === undefined ? {} : { "x-tenant-id": tenant })).status;

test.each([
  ["the identity provider", firebaseToken],
  ["the old gateway", gatewayToken],
])("with a token of %s, the header names one of its tenants", async (_, sign) => {
  const token = await sign("ada", both);
  const statuses = await Promise.all(
    [undefined, "acme", "globex", "initech", "c#acme", ""].map((one) => readStatus(token, one)),
  );
  expect(statuses.slice(0, 5)).toEqual([400, 200, 200, 403, 403]);
  expect(statuses[5]).toBeGreaterThanOrEqual(400);
});

test("one tenant needs no header, and a wrong header is refused there too", async () => {
  const token = await firebaseToken("ada");
  expect(await Promise.all([undefined, "acme", "globex"].map((one) => readStatus(token, one)))).toEqual([
    200, 200, 403,
  ]);
});

test("a token whose list is empty or unreadable is refused", async () => {
  for (const tenants of [[], [7], { id: "acme" }, [""]])
    expect(await readStatus(await firebaseToken("ada", { tenants }))).toBe(401);
});

test("a header beside a token without tenants is refused", async () => {
  const token = await gatewayToken("ada", { tenants: undefined });
  expect([await readStatus(token), await readStatus(token, "acme")]).toEqual([200, 403]);
});

test("what is connected in one tenant is not there in the other", async () => {
  const token = await firebaseToken(`both-${crypto.randomUUID()}`, both);
  const [acme, globex] = [createAssistantClient(token, "acme"), createAssistantClient(token, "globex")];
  await connectAll(acme, "slack");
  expect(await acme.get(path)).toMatchObject({ connections: [{ service: "slack" }] });
  expect(await globex.get(path)).toMatchObject({ connections: [] });
});

test("the socket's tenant is one of the token's", async () => {
  const token = await firebaseToken("ada", both);
  const open = async (...tenants: string[]) =>
    (
      await openHandshake(
        offerProtocols(
          "patchbay.v1",
          token,
          ...tenants.map((one) => `tenant.${Buffer.from(one).toString("base64url")}`),
        ),
      )
    ).status;
  expect([await open(), await open("globex"), await open("initech")]).toEqual([400, 101, 403]);
});

test("browsers may send the headers that the old page sends", async () => {
  const { headers } = await createBrowser().request(path, {
    method: "OPTIONS",
    headers: { origin: cloud().origin, "access-control-request-method": "GET" },
  });
  const allowed = headers.get("access-control-allow-headers")?.toLowerCase().split(/,\s*/);
  expect(allowed).toEqual(expect.arrayContaining(["authorization", "x-tenant-id", "x-request-id", "x-csrf-token"]));
});
