import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Challenge } from "./challenge.ts";
import { requestTimeoutMs } from "./run-checks.ts";

const path = "/api/integrations/slack/webhook";
const answerSchema = z.object({ challenge: z.string() });

/**
 * What Slack sends when a request URL is saved: docs.slack.dev/reference/events/url_verification, signed as every request is:
 * docs.slack.dev/authentication/verifying-requests-from-slack
 */
export const slackChallenge: Challenge = {
  variable: "SLACK_SIGNING_SECRET",
  createCheck: ({ publicBaseUrl, secret, request, now = Date.now }) => ({
    name: `POST ${path} (url_verification)`,
    async run() {
      const challenge = randomBytes(16).toString("hex");
      const body = JSON.stringify({ type: "url_verification", challenge });
      const response = await request(`${publicBaseUrl}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...sign(body, secret, now()) },
        body,
        signal: AbortSignal.timeout(requestTimeoutMs),
        redirect: "manual",
      });
      if (response.status === 401) throw new Error("answered 401: the stage has another signing secret");
      if (response.status !== 200) throw new Error(`answered ${response.status}`);
      const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
      if (answer.data?.challenge !== challenge) throw new Error("did not answer with the challenge");
    },
  }),
};

function sign(body: string, secret: string, now: number) {
  const time = String(Math.floor(now / 1000));
  const mac = createHmac("sha256", secret).update(`v0:${time}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": time, "x-slack-signature": `v0=${mac}` };
}
