// Connects to the Google sandbox, and calls it as the connected person.
import { type Body, redirectUri, type useProvider } from "./provider.ts";

const client = { client_id: "sandbox-google-client", client_secret: "sandbox-google-secret" };

export async function connectGoogle(
  google: ReturnType<typeof useProvider>,
  scope: string,
  account = "ada@example.com",
): Promise<string> {
  const asked = { scope: `https://www.googleapis.com/auth/${scope}`, access_type: "offline", prompt: "consent" };
  const back = await google.consent("/o/oauth2/v2/auth", asked, { _approve: "1", _account: account });
  const code = back.searchParams.get("code") ?? "";
  const form = { ...client, grant_type: "authorization_code", code, redirect_uri: redirectUri };
  return String((await google.form("/token", form)).body.access_token);
}

export async function callGoogle(
  google: ReturnType<typeof useProvider>,
  token: string,
  method: string,
  path: string,
  body?: Body,
) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(google.url(path), { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
}
