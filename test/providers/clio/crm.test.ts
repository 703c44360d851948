import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { crm } from "../../../lib/providers/clio/crm.ts";
import { parseRegion } from "../../../lib/providers/clio/region.ts";
import { useProvider } from "../../infra/local/sandbox/provider.ts";
import { callSummary, createCrmCall, toForms } from "../support/crm-call.ts";

const sandbox = useProvider("clio");
const host = "eu.app.clio.com";
let token = "";
beforeEach(async () => {
  const callback = await sandbox.consent(`/${host}/oauth/authorize`, {});
  const { body } = await sandbox.form(`/${host}/oauth/token`, {
    ...{ grant_type: "authorization_code", code: callback.searchParams.get("code") ?? "" },
    ...{
      client_id: "sandbox-clio-client",
      client_secret: "sandbox-clio-secret",
      redirect_uri: "http://localhost:6600/callback",
    },
  });
  token = String(body.access_token);
});

const call = (phone?: string, region = host) => createCrmCall(sandbox.url(`/${region}/api/v4`), token, phone);
const find = (phone: string) => crm.findCustomer(toForms(phone), call(phone));
const office = z.object({ communications: z.array(z.record(z.string(), z.unknown())) });
const listCommunications = async () => office.parse((await sandbox.control("GET", "office")).body).communications;

describe("a contact of Clio", () => {
  test.each(["+14155550123", "415-555-0123", "(415) 555-0123"])(
    "is found by %s, however it was typed there",
    async (phone) => {
      expect(await find(phone)).toEqual({
        ...{
          customerId: "8001",
          name: "Grace Hopper",
          firstName: "Grace",
          lastName: "Hopper",
          email: "grace@example.com",
        },
        ...{ company: "Compilers Inc.", accountId: "1", metadata: { clioContactId: "8001" } },
      });
    },
  );

  test.each([
    ["+14695555555", "8003"],
    ["+31201234567", "8002"],
  ])("is found by %s", async (phone, id) => {
    expect((await find(phone))?.customerId).toBe(id);
  });

  test("is nobody with an unknown number", async () => {
    expect(await find("+14155559999")).toBeUndefined();
  });

  test.each([
    [401, { error: { type: "UnauthorizedError" } }, "token"],
    [403, { error: { type: "ForbiddenError" } }, "scope"],
    [429, { error: { type: "RateLimited" } }, "rate"],
    [503, "", "transient"],
  ])("is not found while Clio answers %i", async (status, body, kind) => {
    await sandbox.script({ path: `/${host}/api/v4/contacts.json`, times: 5, status, body });
    await expect(find("+14155550123")).rejects.toMatchObject({ name: "ProviderError", kind });
  });

  test("is not shown to a token of another region", async () => {
    await expect(crm.findCustomer(toForms("+14155550123"), call("+14155550123", "app.clio.com"))).rejects.toMatchObject(
      { kind: "token" },
    );
  });
});

test.each([
  ["inbound", "senders"],
  ["outbound", "receivers"],
] as const)("an %s call is a communication whose contact is among its %s", async (direction, member) => {
  const { activityId } = await crm.writeCall(callSummary({ customerId: "8001", direction }), call());
  const [made] = await listCommunications();
  expect(made).toMatchObject({
    id: Number(activityId),
    type: "PhoneCommunication",
    subject: expect.stringMatching(/^Call - (In|Out)bound, answered$/),
    body: expect.stringContaining(`He said: <b>"Tom & Jerry's"</b>`),
    received_at: "2026-11-30T23:30:00.000Z",
    [member]: [{ id: 8001, type: "Contact" }],
    external_properties: [{ name: "callId", value: "call-1" }],
  });
});

test("a call with somebody unknown is refused", async () => {
  await expect(crm.writeCall(callSummary({ customerId: "99" }), call())).rejects.toMatchObject({
    code: "no_such_customer",
  });
});

test.each([
  ["https://eu.app.clio.com/api/v4", { region: "eu.app.clio.com" }],
  ["https://app.clio.com", { region: "app.clio.com" }],
  ["https://evil.clio.com", undefined],
  ["https://app.clio.com.evil.com", undefined],
])("a connector's address %s", (address, params) => {
  expect(crm.toParams(new URL(address))).toEqual(params);
});

test.each([
  ["us", "app.clio.com"],
  ["EU", "eu.app.clio.com"],
  ["ca.app.clio.com", "ca.app.clio.com"],
  ["au", "au.app.clio.com"],
  ["constructor", undefined],
  ["", undefined],
  ["evil.clio.com", undefined],
])("the region %j", (name, host) => {
  expect(parseRegion(name)).toBe(host);
});
