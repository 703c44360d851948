import { providerNames } from "../../../infra/local/sandbox/state.ts";
import { sandbox } from "../../support/sandbox.ts";
import { spy } from "../../support/spy.ts";
import { forgetSiblings } from "./tables.ts";

/** Sandboxes as seeded, nobody on their accounts, AWS unbroken. */
export async function freshWorld(): Promise<void> {
  await Promise.all([...providerNames.map((name) => sandbox(name).reset()), forgetSiblings(), spy.forget()]);
}
