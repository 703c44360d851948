// A Figma account with permission to read variables, and its plan in the sandbox.
import { expect } from "vitest";
import { figma } from "../../../../lib/providers/figma/definition.ts";
import { type Account, createAccount } from "../../../connections/support/account.ts";
import { asUser } from "../../../support/api.ts";
import { sendControl } from "../../../support/control.ts";
import { giveConsent, startFlow } from "../../../support/flow.ts";
import { sandbox } from "../../../support/sandbox.ts";

export const fileKey = "FigHome000000000000001";

export async function connectWithVariables(): Promise<Account> {
  const person = { sub: `user-${crypto.randomUUID()}`, org: "acme" };
  const user = await asUser(person);
  const scopes = [...figma.scopes, "file_variables"].join(" ");
  const done = await user.visit(await giveConsent(await startFlow(user, "figma", { scopes })));
  expect(done.location?.searchParams.get("status")).toBe("success");
  return createAccount("figma", person, user);
}

const controlUrl = (name: string) => `${sandbox("figma").url()}/_sandbox/${name}`;

export const setFigmaPlan = (change: Readonly<Record<string, unknown>>) =>
  sendControl(controlUrl("plan"), "PUT", change);

/** The number of requests so far, and the maximum that ran at the same time. */
export const readFigmaLoad = () => sendControl<{ requests: number; mostAtOnce: number }>(controlUrl("load"));
