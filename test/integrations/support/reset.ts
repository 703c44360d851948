import { providerNames } from "../../../infra/local/sandbox/state.ts";
import { forgetMessages } from "../../support/queues.ts";
import { sandbox } from "../../support/sandbox.ts";
import { spy } from "../../support/spy.ts";
import { forgetSiblings } from "./tables.ts";

/** Sandboxes as seeded, nobody on their accounts, AWS unbroken. */
export async function freshWorld(): Promise<void> {
  await forgetMessages();
  await Promise.all([...providerNames.map((name) => sandbox(name).reset()), forgetSiblings(), spy.forget()]);
}
