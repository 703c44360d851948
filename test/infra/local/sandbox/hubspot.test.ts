// The HubSpot sandbox: what its protocol has that others have not.
import { expect, test } from "vitest";
import { isSigned } from "../../../../lib/providers/hubspot/webhook.ts";
import { type Body, redirectUri, useProvider } from "./provider.ts";
import { useReceiver } from "./receiver.ts";

const hubspot = useProvider("hubspot");
const receiver = useReceiver(hubspot);
interface Reply {
  readonly status: number;
  readonly body: Body;
}

const client = { client_id: "sandbox-hubspot-client", client_secret: "sandbox-hubspot-secret" };
const scopes = ["oauth", "crm.objects.contacts.read", "crm.objects.contacts.write"];

async function connect(account = "ada", scope = scopes.join(" ")) {
  const back = await hubspot.consent("/oauth/authorize", { scope }, { _approve: "1", _account: account });
  const code = back.searchParams.get("code") ?? "";
  const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  return (await hubspot.form("/oauth/2026-03/token", { ...client, ...form })).body;
}

const refresh = (refresh_token: unknown) =>
  hubspot.form("/oauth/2026-03/token", {
    ...client,
    grant_type: "refresh_token",
    refresh_token: String(refresh_token),
  });
const send = async (method: string, path: string, token: unknown, body?: object): Promise<Reply> => {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(hubspot.url(path), { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return { status: answer.status, body: answer.status === 204 ? {} : Object(await answer.json()) };
};
const search = async (filters: object[], token?: unknown, version = "/crm/objects/2026-03") =>
  send("POST", `${version}/contacts/search`, token ?? (await connect()).access_token, { filterGroups: [{ filters }] });

test("answers a code with a list of scopes, the portal and half an hour", async () => {
  expect(await connect()).toMatchObject({ scopes, hub_id: 62_515, expires_in: 1800, token_type: "bearer" });
});

test("tells a token's portal and person to its client alone", async () => {
  const { access_token: token } = await connect();
  const path = "/oauth/2026-03/token/introspect";
  const { body } = await hubspot.form(path, { ...client, token: String(token) });
  expect(body).toMatchObject({ active: true, hub_id: 62_515, user_id: 7001, scopes });
  expect((await hubspot.form(path, { token: String(token) })).status).toBe(400);
});

test("renews with the same refresh token, and names what is wrong twice", async () => {
  const { refresh_token } = await connect();
  expect((await refresh(refresh_token)).body).toMatchObject({ refresh_token, expires_in: 1800 });
  expect(await refresh("na1-unknown")).toMatchObject({
    status: 400,
    body: { error: "invalid_grant", status: "BAD_REFRESH_TOKEN" },
  });
});

test("ends the grants of everybody in the portal with one of them", async () => {
  const [ada, cleo, ben] = [await connect("ada"), await connect("cleo"), await connect("ben")];
  await hubspot.form("/oauth/2026-03/token/revoke", { ...client, token: String(ada.refresh_token) });
  expect((await refresh(cleo.refresh_token)).status).toBe(400);
  expect((await refresh(ben.refresh_token)).status).toBe(200);
});

test.each(["/crm/objects/2026-03", "/crm/v3/objects"])("finds a contact by its number at %s", async (version) => {
  const phone = { propertyName: "hs_searchable_calculated_phone_number", operator: "EQ", value: "4155551212" };
  const { body } = await search([phone], undefined, version);
  expect(body).toMatchObject({ total: 1, results: [{ properties: { firstname: "Grace", lastname: "Hopper" } }] });
});

test.each([
  [{ propertyName: "phone", operator: "CONTAINS_TOKEN", value: "*555-1212" }, 1],
  [{ propertyName: "mobilephone", operator: "HAS_PROPERTY" }, 2],
  [{ propertyName: "email", operator: "IN", values: ["grace@example.com", "alan@example.com"] }, 2],
  [{ propertyName: "phone", operator: "EQ", value: "4155551212" }, 0],
])("counts %j: %i", async (filter, total) => {
  expect((await search([filter])).body.total).toBe(total);
});

test("says which scope is missing, and what became of a token", async () => {
  const { access_token: token } = await connect("ada", "oauth");
  expect(await search([], token)).toMatchObject({
    status: 403,
    body: { category: "MISSING_SCOPES", context: { requiredGranularScopes: ["crm.objects.contacts.read"] } },
  });
  await hubspot.control("POST", "expire-tokens");
  expect(await search([], token)).toMatchObject({ status: 401, body: { category: "EXPIRED_AUTHENTICATION" } });
});

test("keeps a call with the contact it was with", async () => {
  const { access_token: token } = await connect();
  const types = [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 194 }];
  const properties = { hs_timestamp: "2026-11-30T10:00:00Z", hs_call_title: "Call", hs_call_status: "COMPLETED" };
  const call = (id: string) => ({ properties, associations: [{ to: { id }, types }] });
  const { status, body } = await send("POST", "/crm/objects/2026-03/calls", token, call("101"));
  expect(status).toBe(201);
  const read = await send("GET", `/crm/v3/objects/calls/${body.id}`, token);
  expect(read.body).toMatchObject({ properties, associations: { contacts: { results: [{ id: "101" }] } } });
  expect((await send("POST", "/crm/objects/2026-03/calls", token, call("999"))).status).toBe(404);
  const path = `/crm/v4/objects/calls/${body.id}/associations/default/contacts/102`;
  expect((await send("PUT", path, token)).status).toBe(200);
});

test("signs what it pushes over the address, and lets a batch have a hundred entries", async () => {
  await connect();
  const [delivery] = await receiver.push({
    event: "contact.creation",
    count: 100,
    url: `${receiver.origin()}/h?a=%40`,
  });
  expect(delivery?.outcome).toBe("accepted");
  const [{ body, headers } = {}] = receiver.received();
  const timestamp = String(headers?.["x-hubspot-request-timestamp"]);
  const signed = { address: `${receiver.origin()}/h?a=%40`, body: body ?? "", timestamp };
  expect(isSigned(signed, String(headers?.["x-hubspot-signature-v3"]), [client.client_secret])).toBe(true);
  expect(JSON.parse(String(body))).toHaveLength(100);
});

test("tells of changes through its API when events are on", async () => {
  const { access_token: token } = await connect();
  await hubspot.behave({ events: true });
  await send("PATCH", "/crm/objects/2026-03/contacts/101", token, { properties: { phone: "1" } });
  await receiver.waitForRequests(1);
  expect(receiver.bodies()).toMatchObject([[{ subscriptionType: "contact.propertyChange", objectId: 101 }]]);
});

test("refuses to push for a contact that there is not", async () => {
  const { status, body } = await hubspot.control("POST", "push", { event: "contact.deletion", contact: "Nobody" });
  expect([status, body.error]).toEqual([400, expect.stringContaining("There is no contact Nobody; there are Hopper")]);
});
