// A Figma account that may read variables too, and the plan it has in the sandbox.
import { expect } from "vitest";
import { figma } from "../../lib/providers/figma/definition.ts";
import { type Account, accountOf } from "../refresh/support/account.ts";
import { asUser } from "../support/api.ts";
import { send } from "../support/control.ts";
import { consent, start } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";

export const fileKey = "FigHome000000000000001";

export async function connectedWithVariables(): Promise<Account> {
  const person = { sub: `user-${crypto.randomUUID()}`, org: "acme" };
  const user = await asUser(person);
  const scopes = [...figma.scopes, "file_variables"].join(" ");
  const done = await user.visit(await consent(await start(user, "figma", { scopes })));
  expect(done.location?.searchParams.get("status")).toBe("success");
  return accountOf("figma", person, user);
}

const control = (name: string) => `${sandbox("figma").url()}/_sandbox/${name}`;

export const figmaPlan = (change: Readonly<Record<string, unknown>>) => send(control("plan"), "PUT", change);

/** Requests so far, and how many were under way at once at the most. */
export const figmaLoad = () => send<{ requests: number; mostAtOnce: number }>(control("load"));
