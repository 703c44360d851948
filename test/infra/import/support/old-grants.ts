// Gets tokens at a sandbox as an older system did: with the same client, and without any code of ours.
import { z } from "zod";
import { sandboxClient } from "../../../../infra/local/sandbox/state.ts";
import type { ProviderId } from "../../../../lib/provider-ids.ts";
import { manifests } from "../../../../lib/providers/manifests.ts";
import { cloud } from "../../../support/cloud.ts";
import { fillPath } from "../../../support/flow-params.ts";

const tokenAnswer = z.looseObject({ access_token: z.string(), refresh_token: z.string().optional() });
export type OldGrant = z.output<typeof tokenAnswer>;

/** Every token that these tests have got. */
export const canaries: string[] = [];

/** @param scopes as the older system asked for them */
export async function connectAtSandbox(provider: ProviderId, scopes: string, account?: string): Promise<OldGrant> {
  const manifest = manifests.find(({ id }) => id === provider);
  if (manifest === undefined) throw new Error(`There is no provider ${provider}.`);
  const { application, sandbox } = manifest;
  const base = cloud().sandbox[application] ?? "";
  const client = sandboxClient(application);
  const redirectUri = `${cloud().origin}/old/callback`;
  const url = new URL(base + fillPath(provider, sandbox.endpoints.authorize ?? ""));
  url.search = new URLSearchParams({
    ...{ client_id: client.id, redirect_uri: redirectUri, response_type: "code", scope: scopes, state: "old" },
    ...{ access_type: "offline", prompt: "consent", _approve: "1", ...(account && { _account: account }) },
  }).toString();
  const { headers } = await fetch(url, { redirect: "manual" });
  const code = new URL(headers.get("location") ?? "").searchParams.get("code") ?? "";
  const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  const basic = Buffer.from(`${client.id}:${client.secret}`).toString("base64");
  const isBasic = provider === "figma";
  const answer = await fetch(base + fillPath(provider, sandbox.endpoints.token ?? ""), {
    method: "POST",
    headers: { accept: "application/json", ...(isBasic ? { authorization: `Basic ${basic}` } : {}) },
    body: new URLSearchParams({ ...form, ...(isBasic ? {} : { client_id: client.id, client_secret: client.secret }) }),
  });
  const grant = tokenAnswer.parse(await answer.json());
  canaries.push(grant.access_token, ...(grant.refresh_token === undefined ? [] : [grant.refresh_token]));
  return grant;
}
