// The vendors' published examples, and two of the same kind.
import { expect, test } from "vitest";
import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { githubWebhook } from "../../lib/providers/github/webhook.ts";
import { slackWebhook } from "../../lib/providers/slack/webhook.ts";
import { hasValidSignature } from "../../lib/webhooks/signature.ts";
import { form, json } from "./support/genuine-requests.ts";
import { deliverTo, secretsOf, startReceiverStage } from "./support/receiver-stage.ts";

secretsOf["patchbay/test/slack/webhook"] = { current: "8f742231b10e8888abcd99yyyzzz85a5" };
secretsOf["patchbay/test/github/webhook"] = { current: "It's a Secret to Everybody" };
const stage = await startReceiverStage();

const slackAt = (seconds: number) => signatureEndpoint(slackWebhook, { now: () => seconds * 1000 });
const signatureHeaders = (signature: string) => ({
  "x-slack-request-timestamp": "1531420618",
  "x-slack-signature": `v0=${signature}`,
});
const command =
  "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

test("accepts the request of Slack's page, without its token and response URL", async () => {
  const signature = "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
  const answer = await deliverTo(slackAt(1531420618), {
    headers: { ...form, ...signatureHeaders(signature) },
    body: command,
  });
  expect(answer).toMatchObject({ statusCode: 200, body: "" });
  const [{ kind, body } = {}] = stage.listQueued();
  expect(kind).toBe("command");
  expect(JSON.parse(String(body))).toMatchObject({ command: "/webhook-collect", team_id: "T1DC2JH3J" });
  expect(String(body)).not.toMatch(/xyzz0WbapA4vBCDEFasx0q6G|hooks\.slack\.com/);
});

test("answers Slack's challenge under a JSON signature", async () => {
  const signature = "81604a888e8445ac4603fda90855482703cd1615f98af21fb36485497d96cd24";
  const body = '{"type":"url_verification","challenge":"abc","token":"t"}';
  const answer = await deliverTo(slackAt(1531420618), { headers: { ...json, ...signatureHeaders(signature) }, body });
  expect(answer).toMatchObject({ statusCode: 200, body: '{"challenge":"abc"}' });
});

const hubHeaders = (signature: string) => ({
  ...json,
  "x-hub-signature-256": `sha256=${signature}`,
  "x-github-event": "push",
});

test("finds the signature of GitHub's page good, and its body no JSON", async () => {
  const hex = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  expect(hasValidSignature(Buffer.from(hex, "hex"), ["It's a Secret to Everybody"], "Hello, World!")).toBe(true);
  const answer = await deliverTo(signatureEndpoint(githubWebhook), { headers: hubHeaders(hex), body: "Hello, World!" });
  expect(answer.statusCode).toBe(400);
});

test.each([false, true])("accepts a GitHub body beyond ASCII, in base64: %s", async (base64) => {
  const headers = hubHeaders("5bfba704c5453ad3586a217ca6fb36c2fb6569e50b6a8b4fc9d8092d9ef603b2");
  const sent = { headers: { ...headers, "x-github-delivery": "d-1" }, body: '{"msg":"é✓"}', base64 };
  expect((await deliverTo(signatureEndpoint(githubWebhook), sent)).statusCode).toBe(200);
  expect(stage.listQueued().at(-1)).toMatchObject({ body: '{"msg":"é✓"}' });
});
