import { providerNames } from "../../../infra/local/sandbox/state.ts";
import { purgeQueues } from "../../support/queues.ts";
import { sandbox } from "../../support/sandbox.ts";
import { spy } from "../../support/spy.ts";
import { deleteOtherConnections } from "./tables.ts";

/** Purges the queues, resets the sandboxes, deletes the rows of shared grants and removes the spy's faults. */
export async function resetWorld(): Promise<void> {
  await purgeQueues();
  await Promise.all([...providerNames.map((name) => sandbox(name).reset()), deleteOtherConnections(), spy.forget()]);
}
