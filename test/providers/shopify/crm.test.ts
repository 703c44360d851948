import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { crm } from "../../../lib/providers/shopify/crm.ts";
import { useProvider } from "../../infra/local/sandbox/provider.ts";
import { callSummary, createCrmCall, toForms } from "../support/crm-call.ts";

const sandbox = useProvider("shopify");
const host = "acme.myshopify.com";
let token = "";
beforeEach(async () => {
  const callback = await sandbox.consent(`/${host}/admin/oauth/authorize`, { scope: "read_customers,write_customers" });
  const { body } = await sandbox.form(`/${host}/admin/oauth/access_token`, {
    ...{ code: callback.searchParams.get("code") ?? "", expiring: "1" },
    ...{ client_id: "sandbox-shopify-client", client_secret: "sandbox-shopify-secret" },
  });
  token = String(body.access_token);
});

function call(phone?: string) {
  const made = createCrmCall(sandbox.url(`/${host}/admin/api/2026-10`), token, phone);
  const withToken = (init: RequestInit) => ({
    ...Object.fromEntries(new Headers(init.headers)),
    "x-shopify-access-token": token,
  });
  return { ...made, fetch: (url: string, init: RequestInit = {}) => fetch(url, { ...init, headers: withToken(init) }) };
}
const find = (phone: string) => crm.findCustomer(toForms(phone), call(phone));

const shops = z.array(z.object({ customers: z.array(z.object({ id: z.number(), note: z.string().nullable() })) }));
async function readNote(id: number): Promise<string> {
  const [shop] = shops.parse((await sandbox.control("GET", "shops")).body);
  return shop?.customers.find((one) => one.id === id)?.note ?? "";
}

describe("a customer of Shopify", () => {
  test.each(["+14155550123", "(415) 555-0123", "415.555.0123"])("is found by %s", async (phone) => {
    expect(await find(phone)).toEqual({
      ...{
        customerId: "7001",
        name: "Grace Hopper",
        firstName: "Grace",
        lastName: "Hopper",
        email: "grace@example.com",
      },
      ...{ company: "Compilers Inc.", address: "1 Main St, Springfield, US", tags: ["vip", "newsletter"] },
      metadata: { shopifyCustomerId: "7001" },
    });
  });

  test("is nobody with another country's number, or an unknown one", async () => {
    expect([await find("+444155550123"), await find("+14155550000")]).toEqual([undefined, undefined]);
  });

  test.each([
    [401, { errors: "[API] Invalid API key or access token" }, "token"],
    [402, { errors: "Payment Required" }, "permanent"],
    [429, { errors: "Exceeded" }, "rate"],
    [200, { errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] }, "rate"],
    [200, { errors: [{ message: "Access denied", extensions: { code: "ACCESS_DENIED" } }], data: null }, "scope"],
    [200, { errors: [{ message: "no such field" }] }, "permanent"],
    [502, "", "transient"],
  ])("is not found while Shopify answers %i %j", async (status, body, kind) => {
    await sandbox.script({ path: `/${host}/admin/api/2026-10/graphql.json`, status, body });
    await expect(find("+14155550123")).rejects.toMatchObject({ name: "ProviderError", kind });
  });

  test("waits as long as the shop's bucket needs to be filled", async () => {
    const cost = { requestedQueryCost: 252, throttleStatus: { currentlyAvailable: 52, restoreRate: 50 } };
    const body = { errors: [{ extensions: { code: "THROTTLED" } }], extensions: { cost } };
    await sandbox.script({ path: `/${host}/admin/api/2026-10/graphql.json`, body });
    await expect(find("+14155550123")).rejects.toMatchObject({ kind: "rate", retryAfterSeconds: 4 });
  });
});

describe("a call at Shopify", () => {
  test("stands in its customer's note, after what stood there, and once however often it is told", async () => {
    const summary = callSummary({ customerId: "7001", callId: "call-1" });
    const { activityId } = await crm.writeCall(summary, call());
    expect(activityId).toBe("7001#call-1");
    expect(await crm.writeCall(summary, call())).toEqual({ activityId });
    const first = await readNote(7001);
    expect(first).toMatch(/^Call - Inbound, answered \(2026-11-30T23:30:00\.000Z\)\n/);
    expect(first.split("Call: call-1")).toHaveLength(2);
    await crm.writeCall(callSummary({ customerId: "7001", callId: "call-2" }), call());
    expect(await readNote(7001)).toMatch(
      new RegExp(`^${first.slice(0, 20).replaceAll(/[()]/g, "\\$&")}[^]*\\n\\nCall - [^]*\\nCall: call-2$`),
    );
  });

  test("is shortened to what a note takes, and takes nothing of the note away", async () => {
    const long = "n".repeat(4000);
    await crm.writeCall(callSummary({ customerId: "7002", callId: "one", notes: long }), call());
    const before = await readNote(7002);
    await crm.writeCall(callSummary({ customerId: "7002", callId: "two", notes: long }), call());
    const after = await readNote(7002);
    expect([after.length <= 5000, after.startsWith(before), after.endsWith("\nCall: two")]).toEqual([true, true, true]);
    await expect(
      crm.writeCall(callSummary({ customerId: "7002", callId: "three", notes: long }), call()),
    ).rejects.toMatchObject({ code: "note_full" });
    expect(await readNote(7002)).toBe(after);
  });

  test("with somebody unknown is refused", async () => {
    await expect(crm.writeCall(callSummary({ customerId: "99" }), call())).rejects.toMatchObject({
      kind: "permanent",
      code: "no_such_customer",
    });
  });
});

test.each([
  ["https://acme.myshopify.com/admin", { shop: "acme.myshopify.com" }],
  ["https://acme.myshopify.com.evil.com", undefined],
  ["https://localhost", undefined],
  ["https://acme", undefined],
])("a connector's address %s", (address, params) => {
  expect(crm.toParams(new URL(address))).toEqual(params);
});
