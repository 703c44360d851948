import { beforeEach, describe, expect, test } from "vitest";
import { crm } from "../../../lib/providers/hubspot/crm.ts";
import { useProvider } from "../../infra/local/sandbox/provider.ts";
import { callSummary, createCrmCall, toForms } from "../support/crm-call.ts";

const sandbox = useProvider("hubspot");
let token = "";
beforeEach(async () => {
  const scope = "oauth crm.objects.contacts.read crm.objects.contacts.write";
  const callback = await sandbox.consent("/oauth/authorize", { scope });
  const { body } = await sandbox.form("/oauth/2026-03/token", {
    grant_type: "authorization_code",
    code: callback.searchParams.get("code") ?? "",
    client_id: "sandbox-hubspot-client",
    client_secret: "sandbox-hubspot-secret",
    redirect_uri: "http://localhost:6600/callback",
  });
  token = String(body.access_token);
});

const call = (phone?: string) => createCrmCall(sandbox.url("").replace(/\/$/, ""), token, phone);
const find = (phone: string) => crm.findCustomer(toForms(phone), call(phone));
const listCalls = async () => Object(Object.values((await sandbox.control("GET", "records")).body)[0]).calls;

describe("a contact of HubSpot", () => {
  test.each(["+14155551212", "(415) 555-1212", "415.555.1212"])("is found by %s", async (phone) => {
    expect(await find(phone)).toEqual({
      ...{ customerId: "101", name: "Grace Hopper", firstName: "Grace", lastName: "Hopper" },
      ...{ email: "grace@example.com", company: "Bright Dental", accountId: undefined },
      metadata: { hubspotContactId: "101" },
    });
  });

  test.each([
    ["+442079460958", "102"],
    ["+12125550147", "103"],
    ["+4930901820", "104"],
    ["+4915123456789", "104"],
  ])("is found by the phone or the mobile: %s", async (phone, id) => {
    expect((await find(phone))?.customerId).toBe(id);
  });

  test("is nobody with a number of another country, or with an unknown one", async () => {
    expect(await find("+442125550147")).toBeUndefined();
    expect(await find("+14155550000")).toBeUndefined();
  });

  test.each([
    [401, { category: "EXPIRED_AUTHENTICATION" }, "token"],
    [429, { policyName: "DAILY" }, "rate"],
    [502, "", "transient"],
  ])("is not found while HubSpot answers %i", async (status, body, kind) => {
    await sandbox.script({ path: "/crm/objects/2026-03/contacts/search", status, body });
    await expect(find("+14155551212")).rejects.toMatchObject({ name: "ProviderError", kind });
  });
});

describe("a call at HubSpot", () => {
  test("stands at its contact, with no word of it read as markup", async () => {
    const summary = callSummary({ customerId: "101", phoneNumber: "+14155551212" });
    const { activityId } = await crm.writeCall(summary, call());
    const [made] = await listCalls();
    expect(made).toMatchObject({ id: activityId, associations: [{ to: "101", type: 194 }] });
    expect(made.properties).toMatchObject({
      ...{ hs_call_title: "Call - Inbound, answered", hs_call_duration: "61400", hs_call_direction: "INBOUND" },
      ...{ hs_call_status: "COMPLETED", hs_call_from_number: "+14155551212", hs_timestamp: "2026-11-30T23:30:00.000Z" },
    });
    expect(made.properties.hs_call_body).toContain(
      "He said: &lt;b&gt;&quot;Tom &amp; Jerry&#39;s&quot;&lt;/b&gt;<br>DROP TABLE {x}<br>",
    );
  });

  test("with somebody who is not there is refused", async () => {
    await expect(crm.writeCall(callSummary({ customerId: "999" }), call())).rejects.toMatchObject({
      code: "no_such_customer",
    });
  });
});

test("a connector's address is HubSpot's own", () => {
  const read = (address: string) => crm.toParams(new URL(address));
  expect(read("https://api.hubapi.com/")).toEqual({});
  expect([read("https://api.hubapi.com.evil.example"), read("https://evil.example")]).toEqual([undefined, undefined]);
});
