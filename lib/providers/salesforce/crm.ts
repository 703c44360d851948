// Who is calling, by the numbers of contacts, leads and accounts; and calls as completed tasks.
import * as z from "zod";
import { describeCall, titleCall } from "../../crm/call-text.ts";
import type { CallSummary, CrmCall, CrmProvider, Customer } from "../../crm/port.ts";
import { ProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import type { PhoneForms } from "../../phone-forms.ts";
import { truncate } from "../../truncate.ts";
import { toSalesforceFailure } from "./errors.ts";

const text = () => z.string().nullish();

const record = () =>
  z.object({
    attributes: z.object({ type: z.string() }),
    Id: z.string(),
    Name: text(),
    FirstName: text(),
    LastName: text(),
    Email: text(),
    Company: text(),
    Phone: text(),
    MobilePhone: text(),
    HomePhone: text(),
    AccountId: text(),
    Account: z.object({ Name: text() }).nullish(),
  });
type Found = z.output<ReturnType<typeof record>>;

const searchAnswer = () => z.object({ searchRecords: z.array(record()) });
const createdAnswer = () => z.object({ id: z.string() });

/**
 * Few fields: one that an administrator hides from the person is answered as if it did not exist, and nobody would be found. A
 * contact is named before a lead, and a lead before a company's own number.
 */
const returning = [
  "Contact(Id, Name, FirstName, LastName, Email, Phone, MobilePhone, HomePhone, AccountId, Account.Name LIMIT 5)",
  "Lead(Id, Name, FirstName, LastName, Email, Company, Phone, MobilePhone LIMIT 5)",
  "Account(Id, Name, Phone LIMIT 5)",
].join(", ");

/** Three characters of an id name its object: developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm */
const idPattern = /^(?:003|00Q|001)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

export const crm: CrmProvider = {
  customerIdPattern: idPattern,
  toParams: ({ hostname }) => ({ loginHost: hostname }),
  findCustomer,
  writeCall,
};

/** developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl.htm */
async function findCustomer(
  numbers: PhoneForms,
  { endpoints, fetch, isWanted }: CrmCall,
): Promise<Customer | undefined> {
  const query = `FIND {${listTerms(numbers).map(escapeSearchTerm).join(" OR ")}} IN PHONE FIELDS RETURNING ${returning}`;
  const response = await fetch(`${endpoints.api}/search?${new URLSearchParams({ q: query })}`);
  const { searchRecords } = await readProviderJson(response, searchAnswer(), toSalesforceFailure);
  const found = searchRecords.find((one) => isCalledBy(one, isWanted));
  return found && toCustomer(found);
}

/** Numbers are indexed by their digits, with the country's code or without: as somebody typed them. */
const listTerms = ({ national, international, spellings }: PhoneForms): readonly string[] => [
  ...new Set([national, international, ...spellings.filter((form) => /^\d+$/.test(form))]),
];

/** The characters that mean something in a search: …/soql_sosl/sforce_api_calls_sosl_find.htm, "Reserved Characters". */
const escapeSearchTerm = (term: string): string => term.replace(/[?&|!{}[\]()^~*:\\"'+-]/g, "\\$&");

/** A record without any of these numbers was found by another of its fields, which is enough. */
function isCalledBy({ Phone, MobilePhone, HomePhone }: Found, isWanted: CrmCall["isWanted"]): boolean {
  const stored = [Phone, MobilePhone, HomePhone].filter((phone) => typeof phone === "string" && phone !== "");
  return stored.length === 0 || stored.some((phone) => isWanted(String(phone)));
}

const idNames: Readonly<Record<string, string>> = {
  Contact: "salesforceContactId",
  Lead: "salesforceLeadId",
  Account: "salesforceAccountId",
};

function toCustomer({ attributes: { type }, Id, Account, ...fields }: Found): Customer {
  const company = type === "Account" ? fields.Name : (Account?.Name ?? fields.Company);
  const accountId = type === "Account" ? Id : fields.AccountId;
  return {
    customerId: Id,
    name: fields.Name || [fields.FirstName, fields.LastName].filter(Boolean).join(" ") || Id,
    firstName: fields.FirstName ?? undefined,
    lastName: fields.LastName ?? undefined,
    email: fields.Email ?? undefined,
    company: company ?? undefined,
    accountId: accountId ?? undefined,
    metadata: { [idNames[type] ?? "salesforceId"]: Id },
  };
}

/** developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_task.htm */
const maxDescriptionLength = 32_000;

/** Codes for an id that is no record's, or one that the person may not see. */
const missingCustomerCodes = new Set(["INVALID_CROSS_REFERENCE_KEY", "MALFORMED_ID", "ENTITY_IS_DELETED"]);

async function writeCall(summary: CallSummary, { endpoints, fetch }: CrmCall): Promise<{ activityId: string }> {
  const response = await fetch(`${endpoints.api}/sobjects/Task`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(toTask(summary)),
  });
  try {
    const { id } = await readProviderJson(response, createdAnswer(), toSalesforceFailure);
    return { activityId: id };
  } catch (cause) {
    if (!(cause instanceof ProviderError) || !missingCustomerCodes.has(cause.code ?? "")) throw cause;
    throw new ProviderError({ kind: "permanent", code: "no_such_customer" }, { cause });
  }
}

/** People and leads stand in WhoId, companies in WhatId. The text is plain, so nothing in it is markup. */
function toTask(summary: CallSummary) {
  const { customerId, direction, duration, outcome, at } = summary;
  return {
    [customerId.startsWith("001") ? "WhatId" : "WhoId"]: customerId,
    Subject: titleCall(summary),
    Status: "Completed",
    TaskSubtype: "Call",
    CallType: direction === "inbound" ? "Inbound" : "Outbound",
    ...(duration === undefined ? {} : { CallDurationInSeconds: Math.round(duration) }),
    CallDisposition: outcome,
    Description: truncate(describeCall(summary).join("\n"), maxDescriptionLength),
    ActivityDate: at.toISOString().slice(0, 10),
  };
}
