// Keeps what systems said about a number, sealed: callers call again, and a phone rings for a few seconds only.
import { createHash } from "node:crypto";
import * as z from "zod";
import type { Dependencies } from "../connections/dependencies.ts";
import type { PhoneForms } from "../phone-forms.ts";
import type { ConnectedConnector } from "../store/customer-lookup.ts";
import { type KeptCustomer, writeKeptCustomer } from "../store/kept-customers.ts";
import type { Owner } from "../store/owner.ts";
import { prefixLengths } from "../vault/length-prefix.ts";
import type { SealContext } from "../vault/seal.ts";
import { computeHmac } from "../webhooks/signature.ts";

const text = z.string().optional();

const foundCustomerSchema = z.object({
  provider: z.string(),
  customerId: z.string(),
  name: z.string(),
  firstName: text,
  lastName: text,
  email: text,
  company: text,
  address: text,
  tags: z.array(z.string()).optional(),
  accountId: text,
  metadata: z.record(z.string(), z.string()),
});
/** A customer and the provider that knows them. */
export type FoundCustomer = z.output<typeof foundCustomerSchema>;

/** Seconds: a customer's data changes seldom, and who is unknown now may be entered in a minute. */
const foundSeconds = 600;
const unknownSeconds = 60;

/** What a kept answer is about. */
export interface KeptAbout {
  /** The tenant itself. */
  readonly owner: Owner;
  readonly numbers: PhoneForms;
  /** Ids of the providers that are asked: a caller who may not use one must not see its answer. */
  readonly providers: readonly string[];
}

/** The name of an answer: nobody who reads the table learns a number from it. @param version that of the tenant's connectors */
export const nameAnswer = (secret: string, { owner, numbers, providers }: KeptAbout, version: string): string => {
  const asked = [...providers].sort().join(",");
  return computeHmac(secret, prefixLengths(owner.tenant, version, numbers.e164, asked)).toString("base64url");
};

/** Which connections are asked, in which state. */
export const describeAsked = (connectors: readonly ConnectedConnector[]): string =>
  createHash("sha256")
    .update(JSON.stringify(connectors.map(describeConnector)))
    .digest("base64url");

function describeConnector({ connector, connection: of }: ConnectedConnector) {
  return [connector.id, ...(of === undefined ? [] : [of.id, of.connectedAt, of.status, of.scopes])];
}

export const customerSealContext = ({ tenant, user }: Owner, name: string): SealContext => ({
  purpose: "customer",
  tenant,
  user,
  provider: "crm",
  connection: "-",
  field: `customer#${name}`,
});

/** An answer's place: its name, and which connections it is of. */
export interface AnswerPlace {
  readonly owner: Owner;
  readonly name: string;
  readonly asked: string;
}

/** @returns the customer, null for a number that is known to be unknown, undefined where nothing usable is kept */
export async function openKept(
  kept: KeptCustomer | undefined,
  { owner, name, asked }: AnswerPlace,
  { vault, now }: Dependencies,
): Promise<FoundCustomer | null | undefined> {
  if (kept === undefined || kept.asked !== asked || kept.expiresAt <= now()) return undefined;
  try {
    const content: unknown = JSON.parse(await vault.unseal(kept.content, customerSealContext(owner, name)));
    return foundCustomerSchema.nullable().parse(content);
  } catch {
    return undefined;
  }
}

export async function keepAnswer(
  customer: FoundCustomer | null,
  { owner, name, asked }: AnswerPlace,
  { vault, now }: Dependencies,
): Promise<void> {
  const content = await vault.seal(JSON.stringify(customer), customerSealContext(owner, name));
  const expiresAt = now() + (customer === null ? unknownSeconds : foundSeconds);
  await writeKeptCustomer(owner, name, { content, asked, expiresAt });
}
