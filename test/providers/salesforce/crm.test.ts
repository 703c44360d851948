import { beforeEach, describe, expect, test } from "vitest";
import { crm } from "../../../lib/providers/salesforce/crm.ts";
import { useProvider } from "../../infra/local/sandbox/provider.ts";
import { callSummary, createCrmCall, toForms } from "../support/crm-call.ts";

const sandbox = useProvider("salesforce");
const host = "/acme.my.salesforce.com";
let token = "";
beforeEach(async () => {
  const scope = "api refresh_token";
  const callback = await sandbox.consent(`${host}/services/oauth2/authorize`, { scope });
  const { body } = await sandbox.form(`${host}/services/oauth2/token`, {
    grant_type: "authorization_code",
    code: callback.searchParams.get("code") ?? "",
    client_id: "sandbox-salesforce-client",
    client_secret: "sandbox-salesforce-secret",
    redirect_uri: "http://localhost:6600/callback",
  });
  token = String(body.access_token);
});

const call = (phone?: string) => createCrmCall(sandbox.url(`${host}/services/data/v62.0`), token, phone);
const find = (phone: string) => crm.findCustomer(toForms(phone), call(phone));
const listTasks = async () => Object((await sandbox.control("GET", "records")).body).ada.Task;

describe("a customer of Salesforce", () => {
  test.each(["+14155551212", "(415) 555-1212", "415.555.1212"])("is found by %s", async (phone) => {
    expect(await find(phone)).toEqual({
      ...{ customerId: "0035g00000Grace001", name: "Grace Hopper", firstName: "Grace", lastName: "Hopper" },
      ...{ email: "grace.hopper@example.com", company: "Bright Dental", accountId: "0015g00000BrightA1" },
      metadata: { salesforceContactId: "0035g00000Grace001" },
    });
  });

  test.each([
    ["+442079460958", "0035g00000Alan0002"],
    ["+4930901820", "0035g00000Edsger04"],
    ["+16505550133", "00Q5g00000Barbara1"],
    ["+16505550172", "00Q5g00000Donald02"],
    ["+14155550199", "0015g00000BrightA1"],
  ])("is a contact, a lead or a company: %s", async (phone, id) => {
    expect((await find(phone))?.customerId).toBe(id);
  });

  test("is nobody with a number of another country, or with an unknown one", async () => {
    expect(await find("+442125550147")).toBeUndefined();
    expect(await find("+14155550000")).toBeUndefined();
  });

  test.each([
    [401, [{ errorCode: "INVALID_SESSION_ID" }], "token"],
    [403, [{ errorCode: "REQUEST_LIMIT_EXCEEDED" }], "rate"],
    [503, "", "transient"],
  ])("is not found while Salesforce answers %i", async (status, body, kind) => {
    await sandbox.script({ path: `${host}/services/data/v62.0/search`, status, body });
    await expect(find("+14155551212")).rejects.toMatchObject({ name: "ProviderError", kind });
  });
});

describe("a call at Salesforce", () => {
  test("is a completed task of the contact, with its words as they are", async () => {
    const customerId = "0035g00000Grace001";
    const { activityId } = await crm.writeCall(callSummary({ customerId }), call());
    const [task] = await listTasks();
    expect(task).toMatchObject({
      ...{ Id: activityId, WhoId: customerId, Subject: "Call - Inbound, answered", Status: "Completed" },
      ...{ TaskSubtype: "Call", CallType: "Inbound", CallDurationInSeconds: 61, CallDisposition: "answered" },
      ActivityDate: "2026-11-30",
      Description: expect.stringContaining(`He said: <b>"Tom & Jerry's"</b>\nDROP TABLE {x}`),
    });
  });

  test("with a company stands at the company", async () => {
    await crm.writeCall(
      callSummary({ customerId: "0015g00000BrightA1", direction: "outbound", outcome: "busy" }),
      call(),
    );
    expect(await listTasks()).toMatchObject([
      { WhatId: "0015g00000BrightA1", CallType: "Outbound", CallDisposition: "busy", Subject: "Call - Outbound, busy" },
    ]);
  });

  test("with somebody who is not there is refused", async () => {
    const customerId = "0035g00000Nobody01";
    await expect(crm.writeCall(callSummary({ customerId }), call())).rejects.toMatchObject({
      code: "no_such_customer",
    });
  });
});

test("ids are those of contacts, leads and companies", () => {
  const known = ["0035g00000Grace001", "00Q5g00000Barbara1", "0015g00000Brig"];
  expect(known.map((id) => crm.customerIdPattern.test(id))).toEqual([true, true, false]);
  expect(["00T5g00000Grace001", "003' OR Id != '", "101"].map((id) => crm.customerIdPattern.test(id))).not.toContain(
    true,
  );
});
