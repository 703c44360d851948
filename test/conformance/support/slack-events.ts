import { sandbox } from "../../support/sandbox.ts";

/** The secret with which the sandbox signs Slack's events. */
export const slackSecret = "sandbox-slack-signing-secret";

/** Lets Slack deliver a message as it does to every app, to nobody. @returns its body, to be sent where a test wants it */
export async function emitMessage(text: string): Promise<string> {
  const sent = await sandbox("slack").push({
    event: "message",
    channel: "design-reviews",
    from: "ben",
    text,
    url: "http://127.0.0.1:9/",
    retry: false,
  });
  return (sent as { body: string }[])[0]?.body ?? "";
}
