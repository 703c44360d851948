// Who is calling, by the numbers of contacts; and calls, with their contact.
import * as z from "zod";
import { describeCall, titleCall } from "../../crm/call-text.ts";
import type { CallSummary, CrmCall, CrmProvider, Customer } from "../../crm/port.ts";
import { ProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import type { PhoneForms } from "../../phone-forms.ts";
import { truncate } from "../../truncate.ts";
import { toHubspotFailure } from "./errors.ts";

/** The version of the API, which HubSpot names by a month: developers.hubspot.com/docs/developer-tooling/platform/versioning */
const objects = "/crm/objects/2026-03";

const contact = () => z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullish()) });
type Contact = z.output<ReturnType<typeof contact>>;

const searchAnswer = () => z.object({ results: z.array(contact()) });
const createdAnswer = () => z.object({ id: z.string() });

const properties = [
  ..."firstname lastname email company phone mobilephone associatedcompanyid".split(" "),
  ..."address city state zip country".split(" "),
];

export const crm: CrmProvider = {
  customerIdPattern: /^\d{1,19}$/,
  operatorKeys: ["hubspot/api-key", "hubspot/developer-api-key"],
  toParams: ({ hostname }) => (hostname === "api.hubapi.com" ? {} : undefined),
  findCustomer,
  writeCall,
};

/** HubSpot searches these by digits alone; the country's code is left out where it knows one. */
const searchable = ["hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number"];

/** developers.hubspot.com/docs/api-reference/search/guide. Groups are alternatives. */
async function findCustomer(
  numbers: PhoneForms,
  { endpoints, fetch, isWanted }: CrmCall,
): Promise<Customer | undefined> {
  const values = listDigits(numbers);
  const filterGroups = searchable.map((propertyName) => ({ filters: [{ propertyName, operator: "IN", values }] }));
  const response = await fetch(
    `${endpoints.api}${objects}/contacts/search`,
    jsonPost({ filterGroups, properties, limit: 10 }),
  );
  const { results } = await readProviderJson(response, searchAnswer(), toHubspotFailure);
  const found = results.find(({ properties: { phone, mobilephone } }) =>
    [phone, mobilephone].some((stored) => stored && isWanted(stored)),
  );
  return found && toCustomer(found);
}

const listDigits = ({ national, international, spellings }: PhoneForms): readonly string[] => [
  ...new Set([national, international, ...spellings.filter((form) => /^\d+$/.test(form))]),
];

function toCustomer({ id, properties: of }: Contact): Customer {
  const name = [of.firstname, of.lastname].filter(Boolean).join(" ");
  const address = [of.address, of.city, of.state, of.zip, of.country].filter(Boolean).join(", ");
  return {
    customerId: id,
    name: name || of.email || of.company || id,
    firstName: of.firstname ?? undefined,
    lastName: of.lastname ?? undefined,
    email: of.email ?? undefined,
    company: of.company ?? undefined,
    ...(address === "" ? {} : { address }),
    accountId: of.associatedcompanyid ?? undefined,
    metadata: { hubspotContactId: id },
  };
}

/** A call to its contact: developers.hubspot.com/docs/api-reference/crm-associations-v4/guide, "Association type IDs". */
const callToContact = 194;

async function writeCall(summary: CallSummary, { endpoints, fetch }: CrmCall): Promise<{ activityId: string }> {
  const types = [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: callToContact }];
  const call = { properties: toCallProperties(summary), associations: [{ to: { id: summary.customerId }, types }] };
  const response = await fetch(`${endpoints.api}${objects}/calls`, jsonPost(call));
  try {
    const { id } = await readProviderJson(response, createdAnswer(), toHubspotFailure);
    return { activityId: id };
  } catch (cause) {
    if (!(cause instanceof ProviderError) || cause.kind !== "absent") throw cause;
    throw new ProviderError({ kind: "permanent", code: "no_such_customer" }, { cause });
  }
}

const statuses: Readonly<Record<CallSummary["outcome"], string>> = {
  answered: "COMPLETED",
  voicemail: "COMPLETED",
  no_answer: "NO_ANSWER",
  busy: "BUSY",
  failed: "FAILED",
};

/** developers.hubspot.com/docs/api-reference/crm-calls-v3/guide: milliseconds, and a body that is shown as HTML. */
function toCallProperties(summary: CallSummary): Readonly<Record<string, string>> {
  const { direction, duration, outcome, phoneNumber, recordingUrl, at } = summary;
  const [from, to] = direction === "inbound" ? [phoneNumber, undefined] : [undefined, phoneNumber];
  const given: Readonly<Record<string, string | undefined>> = {
    hs_timestamp: at.toISOString(),
    hs_call_title: titleCall(summary),
    hs_call_body: truncate(describeCall(summary).map(escapeHtml).join("<br>"), maxBodyLength),
    hs_call_duration: duration === undefined ? undefined : String(Math.round(1000 * duration)),
    hs_call_direction: direction.toUpperCase(),
    hs_call_status: statuses[outcome],
    hs_call_from_number: from,
    hs_call_to_number: to,
    hs_call_recording_url: recordingUrl,
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Of a text property: knowledge.hubspot.com, "Property field types in HubSpot". */
const maxBodyLength = 65_536;

const htmlSigns: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (told: string): string => told.replace(/[&<>"']/g, (sign) => htmlSigns[sign] ?? sign);

const jsonPost = (content: object): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(content),
});
