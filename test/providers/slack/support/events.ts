// What happens in the sandbox's workspaces, for the test to hand over.
import * as z from "zod";
import { type Account, connectAccount } from "../../../connections/support/account.ts";
import { sandbox } from "../../../support/sandbox.ts";

/** Ada and Ben of the workspace Acme, each connected by a user of their own. */
export const connectAdaAndBen = (): Promise<[Account, Account]> =>
  Promise.all([connectAccount("slack", { account: "acme" }), connectAccount("slack", { account: "acme-ben" })]);

const deliveries = z.array(z.object({ event: z.string(), body: z.string() }));
/** Nobody listens there. */
const nowhere = { url: "http://127.0.0.1:9/", retry: false };

/** Something happens at Slack. @returns the bodies it would deliver, in order */
export async function emitEvent(event: Record<string, unknown>): Promise<string[]> {
  return deliveries.parse(await sandbox("slack").push({ ...event, ...nowhere })).map(({ body }) => body);
}

/** Somebody says something in a channel everybody is in. */
export async function postMessage(text: string, over: Record<string, unknown> = {}): Promise<string> {
  const [body = ""] = await emitEvent({ event: "message", channel: "design-reviews", text, ...over });
  return body;
}
