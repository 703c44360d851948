// Who is calling, by the numbers of contacts; and calls, as communications with their contact.
import * as z from "zod";
import { describeCall, titleCall } from "../../crm/call-text.ts";
import type { CallSummary, CrmCall, CrmProvider, Customer } from "../../crm/port.ts";
import { ProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import type { PhoneForms } from "../../phone-forms.ts";
import { truncate } from "../../truncate.ts";
import { toClioFailure } from "./errors.ts";
import { parseRegion } from "./region.ts";

export const crm: CrmProvider = {
  customerIdPattern: /^\d{1,15}$/,
  toParams({ hostname }) {
    const region = hostname.includes(".") ? parseRegion(hostname) : undefined;
    return region === undefined ? undefined : { region };
  },
  findCustomer,
  writeCall,
};

const fields =
  "id,name,first_name,last_name,primary_email_address,primary_phone_number,secondary_phone_number,company{id,name}";

const contact = () =>
  z.object({
    id: z.number().int(),
    name: z.string(),
    first_name: z.string().nullish(),
    last_name: z.string().nullish(),
    primary_email_address: z.string().nullish(),
    primary_phone_number: z.string().nullish(),
    secondary_phone_number: z.string().nullish(),
    company: z.object({ id: z.number().int(), name: z.string().nullish() }).nullish(),
  });
type Contact = z.output<ReturnType<typeof contact>>;

/** Forms that are asked for: Clio counts requests by the minute, and a phone rings for seconds. */
const maxForms = 5;

/**
 * docs.developers.clio.com/clio-manage/api-reference, "Contacts": the search goes by what is written, and Clio keeps a number as
 * somebody typed it. So its likeliest spellings are asked for side by side.
 */
async function findCustomer(numbers: PhoneForms, call: CrmCall): Promise<Customer | undefined> {
  const { e164, national, spellings } = numbers;
  const forms = [...new Set([...spellings.slice(0, maxForms - 2), e164, national])];
  const answers = await Promise.all(forms.map((form) => searchContacts(form, call)));
  const found = answers
    .flat()
    .find(({ primary_phone_number: first, secondary_phone_number: second }) =>
      [first, second].some((stored) => stored && call.isWanted(stored)),
    );
  return found && toCustomer(found);
}

async function searchContacts(form: string, { endpoints, fetch }: CrmCall): Promise<Contact[]> {
  const query = new URLSearchParams({ query: form, fields, limit: "10" });
  const response = await fetch(`${endpoints.api}/contacts.json?${query}`);
  return (await readProviderJson(response, z.object({ data: z.array(contact()) }), toClioFailure)).data;
}

const toCustomer = ({ id, name, first_name, last_name, primary_email_address, company }: Contact): Customer => ({
  customerId: String(id),
  name,
  firstName: first_name ?? undefined,
  lastName: last_name ?? undefined,
  email: primary_email_address ?? undefined,
  company: company?.name ?? undefined,
  accountId: company == null ? undefined : String(company.id),
  metadata: { clioContactId: String(id) },
});

/** Of a text. */
const maxBodyLength = 65_000;

const createdAnswer = () => z.object({ data: z.object({ id: z.number().int() }) });

/** A communication is shown as plain text. */
async function writeCall(summary: CallSummary, { endpoints, fetch }: CrmCall): Promise<{ activityId: string }> {
  const { customerId, callId, direction, at } = summary;
  const party = [{ id: Number(customerId), type: "Contact" }];
  const data = {
    type: "PhoneCommunication",
    subject: titleCall(summary),
    body: truncate(describeCall(summary).join("\n"), maxBodyLength),
    received_at: at.toISOString(),
    ...(direction === "inbound" ? { senders: party } : { receivers: party }),
    external_properties: [{ name: "callId", value: callId }],
  };
  const response = await fetch(`${endpoints.api}/communications.json?fields=id`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ data }),
  });
  try {
    const { data: created } = await readProviderJson(response, createdAnswer(), toClioFailure);
    return { activityId: String(created.id) };
  } catch (cause) {
    if (!(cause instanceof ProviderError) || cause.kind !== "absent") throw cause;
    throw new ProviderError({ kind: "permanent", code: "no_such_customer" }, { cause });
  }
}
