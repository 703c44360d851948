import { expect, test } from "vitest";
import { redirectUri, useProvider } from "./provider.ts";

const slack = useProvider("slack");
const question = { client_id: "sandbox-slack-client", scope: "chat:write", state: "a&b", redirect_uri: redirectUri };
const asked = new URLSearchParams(question).toString();

test("shows a page with approve, deny and the accounts", async () => {
  const { text } = await slack.get(`/oauth/v2/authorize?${asked}`);
  expect(text).toMatch(/id="approve"/);
  expect(text).toMatch(/id="deny"/);
  expect(text).toMatch(/value="globex"/);
});

async function press(decision: string): Promise<URL> {
  const body = new URLSearchParams({ request: asked, account: "globex", decision });
  const answer = await fetch(slack.url("/oauth/v2/authorize"), { method: "POST", body, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "");
}

test("returns a code and the unchanged state when approve is pressed", async () => {
  const back = await press("approve");
  expect(back.searchParams.get("state")).toBe("a&b");
  expect(back.searchParams.get("code")).not.toBe("");
});

test("returns access_denied when deny is pressed", async () => {
  expect((await press("deny")).search).toBe("?error=access_denied&state=a%26b");
});

test.each([
  ["another client", { client_id: "somebody" }],
  ["a redirect URI elsewhere", { redirect_uri: "https://evil.example/callback" }],
  ["a plain PKCE challenge", { code_challenge: "x", code_challenge_method: "plain" }],
])("shows %s an error page and never redirects", async (_, change: Record<string, string>) => {
  const query = new URLSearchParams({ ...question, ...change, _approve: "1" });
  expect((await slack.get(`/oauth/v2/authorize?${query}`)).status).toBe(400);
});

test("accepts only registered redirect URIs once there are any", async () => {
  await slack.behave({ redirectUris: ["http://localhost:6600/elsewhere"] });
  expect((await slack.get(`/oauth/v2/authorize?${asked}`)).status).toBe(400);
});
