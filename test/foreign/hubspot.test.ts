// HubSpot's client reads from the sandbox what we read, and writes what we write.
import { expect, test } from "vitest";
import { signBatch } from "../../infra/local/sandbox/hubspot/signed-request.ts";
import { createState } from "../../infra/local/sandbox/state.ts";
import { redirectUri, useProvider } from "../infra/local/sandbox/provider.ts";
import { loadJudge } from "./support/load-judge.ts";

interface Page {
  readonly total: number;
  readonly results: readonly { readonly id: string; readonly properties: Readonly<Record<string, string | null>> }[];
}

interface HubspotClient {
  readonly crm: {
    readonly contacts: { readonly searchApi: { doSearch(request: object): Promise<Page> } };
    readonly objects: {
      readonly calls: { readonly basicApi: { create(call: object): Promise<{ readonly id: string }> } };
    };
  };
}

const { Client, Signature } = loadJudge<{
  Client: new (options: object) => HubspotClient;
  Signature: { isValid(signed: object): boolean };
}>("@hubspot/api-client");
const hubspot = useProvider("hubspot");

async function createClient(): Promise<HubspotClient> {
  const scope = "oauth crm.objects.contacts.read crm.objects.contacts.write";
  const consented = await hubspot.consent("/oauth/authorize", { scope });
  const { body } = await hubspot.form("/oauth/2026-03/token", {
    grant_type: "authorization_code",
    code: consented.searchParams.get("code") ?? "",
    redirect_uri: redirectUri,
    client_id: "sandbox-hubspot-client",
    client_secret: "sandbox-hubspot-secret",
  });
  return new Client({ accessToken: body.access_token, basePath: hubspot.url("").replace(/\/$/, "") });
}

const byPhone = (digits: string) => ({
  filterGroups: [
    { filters: [{ propertyName: "hs_searchable_calculated_phone_number", operator: "EQ", value: digits }] },
  ],
  properties: ["firstname", "lastname", "phone"],
  sorts: [],
  limit: 10,
  after: "0",
});

test("finds a contact by the digits of a phone number and logs a call with it", async () => {
  const client = await createClient();
  const { results } = await client.crm.contacts.searchApi.doSearch(byPhone("4155551212"));
  expect(results).toHaveLength(1);
  const [contact] = results;
  expect(contact?.properties.phone?.replace(/\D/g, "")).toContain("4155551212");
  const call = await client.crm.objects.calls.basicApi.create({
    properties: { hs_timestamp: "2026-11-01T10:00:00Z", hs_call_title: "Call", hs_call_direction: "INBOUND" },
    associations: [
      { to: { id: contact?.id }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 194 }] },
    ],
  });
  expect(call.id).toMatch(/^\d+$/);
});

test("finds nobody by an unknown number", async () => {
  expect(await (await createClient()).crm.contacts.searchApi.doSearch(byPhone("9999999999"))).toMatchObject({
    total: 0,
  });
});

test.each([
  ["v3", "nothing", undefined, true],
  ["v1", "nothing", undefined, true],
  ["v3", "the body", "body", false],
  ["v3", "the address", "address", false],
  ["v3", "the secret", "signature", false],
] as const)("judges the sandbox's signature %s, with %s forged", async (signatureVersion, _, forge, isValid) => {
  const url = "https://patchbay.example/api/integrations/hubspot/webhook";
  const entries = [{ eventId: 1, subscriptionType: "contact.creation", objectId: 101 }];
  const request = signBatch(createState(60), hubspot.url(""), { entries, url, forge });
  const headers = new Headers(await request.headers(0, undefined));
  const name = signatureVersion === "v3" ? "x-hubspot-signature-v3" : "x-hubspot-signature";
  const signed = {
    signatureVersion,
    signature: headers.get(name),
    clientSecret: "sandbox-hubspot-secret",
    requestBody: String(request.body),
    timestamp: Number(headers.get("x-hubspot-request-timestamp")),
    ...{ method: "POST", url },
  };
  expect(Signature.isValid(signed)).toBe(isValid);
});
