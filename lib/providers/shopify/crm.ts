// Who is calling, by the numbers of a shop's customers; and calls, in the notes of their customers: Shopify has no calls of its own.
import * as z from "zod";
import { describeCall, titleCall } from "../../crm/call-text.ts";
import type { CallSummary, CrmCall, CrmProvider, Customer } from "../../crm/port.ts";
import { ProviderError } from "../../http/provider-error.ts";
import type { PhoneForms } from "../../phone-forms.ts";
import { truncate } from "../../truncate.ts";
import { fetchFromShopify } from "./api.ts";
import { parseShop } from "./shop.ts";

export const crm: CrmProvider = {
  customerIdPattern: /^\d{1,20}$/,
  toParams({ hostname }) {
    const shop = hostname.includes(".") ? parseShop(hostname) : undefined;
    return shop === undefined ? undefined : { shop };
  },
  findCustomer,
  writeCall,
};

const customer = () =>
  z.object({
    id: z.string().regex(/^gid:\/\/shopify\/Customer\/\d{1,20}$/),
    displayName: z.string(),
    firstName: z.string().nullish(),
    lastName: z.string().nullish(),
    defaultEmailAddress: z.object({ emailAddress: z.string() }).nullish(),
    defaultPhoneNumber: z.object({ phoneNumber: z.string() }).nullish(),
    defaultAddress: z.object({ company: z.string().nullish(), formatted: z.array(z.string()) }).nullish(),
    tags: z.array(z.string()).optional(),
  });
type ShopifyCustomer = z.output<ReturnType<typeof customer>>;

const searchQuery = `query ByPhone($query: String!) {
  customers(first: 10, query: $query) {
    nodes {
      id displayName firstName lastName tags
      defaultEmailAddress { emailAddress }
      defaultPhoneNumber { phoneNumber }
      defaultAddress { company formatted(withName: false, withCompany: false) }
    }
  }
}`;
const searchAnswer = () => z.object({ customers: z.object({ nodes: z.array(customer()) }) });

/** Shopify keeps E.164; an app or an import may have left something else (shopify.dev/docs/api/usage/search-syntax). */
async function findCustomer(
  numbers: PhoneForms,
  { endpoints, fetch, isWanted }: CrmCall,
): Promise<Customer | undefined> {
  const { e164, international, national } = numbers;
  const query = [...new Set([e164, international, national])].map((form) => `phone:"${form}"`).join(" OR ");
  const request = { query: searchQuery, variables: { query } };
  const { customers } = await fetchFromShopify({ fetch, api: endpoints.api }, request, searchAnswer());
  const found = customers.nodes.find(({ defaultPhoneNumber: stored }) => stored && isWanted(stored.phoneNumber));
  return found && toCustomer(found);
}

function toCustomer({
  id: gid,
  displayName,
  firstName,
  lastName,
  defaultAddress,
  tags,
  ...of
}: ShopifyCustomer): Customer {
  const id = gid.split("/").at(-1) ?? "";
  const address = defaultAddress?.formatted.join(", ");
  return {
    customerId: id,
    name: displayName,
    firstName: firstName ?? undefined,
    lastName: lastName ?? undefined,
    email: of.defaultEmailAddress?.emailAddress,
    company: defaultAddress?.company ?? undefined,
    ...(address ? { address } : {}),
    ...(tags?.length ? { tags } : {}),
    metadata: { shopifyCustomerId: id },
  };
}

const noteQuery = "query Note($id: ID!) { customer(id: $id) { note } }";
const noteAnswer = () => z.object({ customer: z.object({ note: z.string().nullish() }).nullable() });

const noteMutation =
  "mutation Note($input: CustomerInput!) { customerUpdate(input: $input) { customer { id } userErrors { message } } }";
const updateAnswer = () =>
  z.object({ customerUpdate: z.object({ customer: z.object({ id: z.string() }).nullable() }) });

/** Of a note: shopify.dev/docs/api/admin-graphql/latest/input-objects/CustomerInput */
const maxNoteLength = 5000;

/** Adds to what stands in the note, and never shortens it. A call that stands there already is not added again. */
async function writeCall(summary: CallSummary, { endpoints, fetch }: CrmCall): Promise<{ activityId: string }> {
  const { customerId, callId } = summary;
  const at = { fetch, api: endpoints.api };
  const id = `gid://shopify/Customer/${customerId}`;
  const { customer: found } = await fetchFromShopify(at, { query: noteQuery, variables: { id } }, noteAnswer());
  if (found === null) throw noSuchCustomer();
  const activityId = `${customerId}#${callId}`;
  const lines = found.note?.split("\n") ?? [];
  if (lines.includes(`Call: ${callId}`)) return { activityId };
  const note = addToNote(found.note ?? "", summary);
  const request = { query: noteMutation, variables: { input: { id, note } } };
  const { customerUpdate } = await fetchFromShopify(at, request, updateAnswer());
  if (customerUpdate.customer === null) throw noSuchCustomer();
  return { activityId };
}

/** @throws ProviderError permanent `note_full` where not even what identifies the call has room */
function addToNote(note: string, summary: CallSummary): string {
  const before = note === "" ? "" : `${note}\n\n`;
  const end = `\nCall: ${summary.callId}`;
  const told = describeCall(summary).filter((line) => line !== `Call: ${summary.callId}`);
  const text = [`${titleCall(summary)} (${summary.at.toISOString()})`, ...told].join("\n");
  const room = maxNoteLength - before.length - end.length;
  if (room < minTextLength) throw new ProviderError({ kind: "permanent", code: "note_full" });
  return before + truncate(toPlainText(text), room) + end;
}

const minTextLength = 40;

/** Notes are shown as plain text; signs that are none would make one unreadable. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const toPlainText = (told: string): string => told.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ");

const noSuchCustomer = () => new ProviderError({ kind: "permanent", code: "no_such_customer" });
