import { expect } from "vitest";
import { spy } from "../../support/spy.ts";
import type { Account } from "./account.ts";
import { getLambdaName, useAccount } from "./calls.ts";

/** Uses the account. One kind of its Lambda's DynamoDB calls (not those of workers) hangs until `meanwhile` has ended. */
export async function useWhile<T>(
  account: Account,
  held: { readonly operation: string; readonly keyPrefix?: string },
  meanwhile: () => Promise<T>,
) {
  const lambda = getLambdaName(account.provider);
  await spy.forget();
  await spy.breakNext({ service: "dynamodb", ...held, lambda, action: "hang", times: 1000 });
  const answered = useAccount(account);
  const isHeld = async () =>
    (await spy.calls(`patchbay-test-${lambda}`)).some(
      ({ operation, keys: [key = ""] = [] }) => operation === held.operation && key.startsWith(held.keyPrefix ?? ""),
    );
  await expect.poll(isHeld).toBe(true);
  const found = await meanwhile();
  await spy.forget();
  return { answer: await answered, found };
}
