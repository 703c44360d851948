import { providerNames } from "../../../infra/local/sandbox/state.ts";
import { sandbox } from "../../support/sandbox.ts";
import { forgetSiblings } from "./tables.ts";

/** Sandboxes as seeded, and nobody on their accounts. */
export async function freshWorld(): Promise<void> {
  await Promise.all([...providerNames.map((name) => sandbox(name).reset()), forgetSiblings()]);
}
