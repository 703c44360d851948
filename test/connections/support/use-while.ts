import { expect } from "vitest";
import { type Fault, faultSchema, matchesFault } from "../../../infra/local/aws-fault.ts";
import { spy } from "../../support/spy.ts";
import type { Account } from "./account.ts";
import { getLambdaName, useAccount } from "./calls.ts";

/** Uses the account. One kind of its Lambda's DynamoDB calls (not those of workers) hangs until `meanwhile` has ended. */
export async function useWhile<T>(
  account: Account,
  held: Pick<Fault, "operation" | "keyPrefix" | "attribute">,
  meanwhile: () => Promise<T>,
) {
  const lambda = getLambdaName(account.provider);
  await spy.forget();
  const fault = faultSchema.parse({ service: "dynamodb", ...held, lambda, action: "hang", times: 1000 });
  await spy.breakNext(fault);
  const answered = useAccount(account);
  const isHeld = async () => (await spy.calls(`patchbay-test-${lambda}`)).some((call) => matchesFault(fault, call));
  await expect.poll(isHeld).toBe(true);
  const found = await meanwhile();
  await spy.forget();
  return { answer: await answered, found };
}
