// Creates events in the sandbox's workspaces, which the test itself passes to the worker.
import * as z from "zod";
import { type Account, connectAccount } from "../../../connections/support/account.ts";
import { sandbox } from "../../../support/sandbox.ts";

/** Connects Ada and Ben of the workspace Acme, each for a different user. */
export const connectAdaAndBen = (): Promise<[Account, Account]> =>
  Promise.all([connectAccount("slack", { account: "acme" }), connectAccount("slack", { account: "acme-ben" })]);

const deliveries = z.array(z.object({ event: z.string(), body: z.string() }));
/** An address where nobody listens. */
const nowhere = { url: "http://127.0.0.1:9/", retry: false };

/** Creates an event at Slack. @returns the bodies it would deliver, in order */
export async function emitEvent(event: Record<string, unknown>): Promise<string[]> {
  return deliveries.parse(await sandbox("slack").push({ ...event, ...nowhere })).map(({ body }) => body);
}

/** Posts a message into a channel that everybody is in. */
export async function postMessage(text: string, over: Record<string, unknown> = {}): Promise<string> {
  const [body = ""] = await emitEvent({ event: "message", channel: "design-reviews", text, ...over });
  return body;
}
