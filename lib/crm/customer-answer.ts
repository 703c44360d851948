// A customer as a lookup answers them.
import * as z from "zod";
import { Problem, type ProblemOptions } from "../errors.ts";
import type { PhoneForms } from "../phone-forms.ts";
import type { Finding } from "./find-customer.ts";
import type { FoundCustomer } from "./kept-answers.ts";
import { noConnectorProblem } from "./log-call.ts";

/** @param example for the document; code of this folder names no provider */
export const customerSchema = (example: object) =>
  z
    .object({
      customerId: z.string(),
      phoneNumber: z.string().describe("The number that was asked for, in E.164."),
      name: z.string(),
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      email: z.string().nullable(),
      company: z.string().nullable(),
      address: z.string().optional(),
      tags: z.array(z.string()).optional(),
      accountId: z.string().nullable().describe("The provider's id of the company that the customer belongs to."),
      provider: z.string(),
      metadata: z.record(z.string(), z.string()).describe("The provider's own ids."),
      partial: z
        .array(z.string())
        .optional()
        .describe("Providers before this one in the tenant's order that did not answer."),
    })
    .meta({ id: "Customer", examples: [example] });

export type CustomerAnswer = z.input<ReturnType<typeof customerSchema>>;

/**
 * The customer that a lookup found; undefined for a number that nobody has.
 * @throws Problem not_connected, reconnect_required, provider_unavailable where nobody could be asked
 */
export function toCustomerAnswer(finding: Finding, numbers: PhoneForms): CustomerAnswer | undefined {
  switch (finding.kind) {
    case "found":
      return { ...describeCustomer(finding.customer, numbers), ...describePartial(finding.partial) };
    case "unknown":
      return undefined;
    case "not_connected":
      throw noConnectorProblem();
    case "gone":
      throw new Problem("reconnect_required", { members: { reconnectUrl: finding.reconnectUrl } });
    case "out":
      throw new Problem("provider_unavailable", {
        detail: "None of the tenant's systems answered in time.",
        retryAfter: 5,
      });
  }
}

/** For a number that no system knows; it says which were not heard. */
export function unknownCustomerProblem(finding: Finding): Problem {
  const members: ProblemOptions = finding.kind === "unknown" ? { members: describePartial(finding.partial) } : {};
  return new Problem("not_found", { detail: "No customer has this number.", ...members });
}

const describePartial = (partial: readonly string[]) => (partial.length === 0 ? {} : { partial: [...partial] });

const describeCustomer = (
  { firstName, lastName, email, company, accountId, ...rest }: FoundCustomer,
  { e164 }: PhoneForms,
) => ({
  ...rest,
  phoneNumber: e164,
  firstName: firstName ?? null,
  lastName: lastName ?? null,
  email: email ?? null,
  company: company ?? null,
  accountId: accountId ?? null,
});
