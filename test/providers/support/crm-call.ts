// Calls of a provider's side of customers, at its sandbox and with a token of its own consent page.
import type { CallSummary, CrmCall } from "../../../lib/crm/port.ts";
import type { Endpoints } from "../../../lib/oauth/definition.ts";
import { isSamePhone, type PhoneForms, parsePhone } from "../../../lib/phone-forms.ts";

export function toForms(phone: string): PhoneForms {
  const forms = parsePhone(phone, "US");
  if (forms === undefined) throw new Error(`${phone} is no number`);
  return forms;
}

/** @param api the base of the API */
export const createCrmCall = (api: string, token: string, phone = "+14155551212"): CrmCall => ({
  endpoints: { api, authorize: api, token: api } satisfies Endpoints,
  fetch: (url, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${token}`);
    return fetch(url, { ...init, headers });
  },
  isWanted: (stored) => isSamePhone(toForms(phone), stored, "US"),
});

export const callSummary = (more: Partial<CallSummary> = {}): CallSummary => ({
  ...{ callId: "call-1", customerId: "1", direction: "inbound", outcome: "answered", duration: 61.4 },
  notes: `He said: <b>"Tom & Jerry's"</b>\nDROP TABLE {x}`,
  at: new Date("2026-11-30T23:30:00Z"),
  ...more,
});
