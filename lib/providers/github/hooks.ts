// Webhooks of a repository: docs.github.com/en/rest/repos/webhooks
import * as z from "zod";
import type { Access, OpenAccess, Opened } from "../../channels/source.ts";
import { config } from "../../config.ts";
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import type { Channel } from "../../store/channel.ts";
import { keyIdOf, linkSecret } from "../../webhooks/channel-token.ts";
import { githubPage, githubSend } from "./api.ts";

type Hook = Pick<Channel, "name" | "target" | "remoteId" | "events">;

const created = z.object({ id: z.number() });
const listed = z.array(z.object({ id: z.number(), config: z.object({ url: z.string().optional() }) }));

/** The hooks of a repository, by `owner/name` as it was validated. */
export const hooksPath = (target = ""): string => `/repos/${target.split("/").map(encodeURIComponent).join("/")}/hooks`;

/** The secret follows from the link in the hook's address, so that a receiver needs no table to check it. */
export async function openHook(access: OpenAccess, hook: Hook): Promise<Opened> {
  const kid = keyIdOf(access.secrets[0] ?? "");
  const url = hookUrl(kid, hook.name);
  const secret = linkSecret(access.secrets, "github", kid, hook.name);
  const content = {
    name: "web",
    active: true,
    events: hook.events,
    config: { url, content_type: "json", secret, insecure_ssl: "0" },
  };
  try {
    const { id } = await githubSend(access, "POST", hooksPath(hook.target), created, content);
    return { remoteId: String(id), kid };
  } catch (error) {
    return { remoteId: await existing(access, hook, error), kid };
  }
}

/** GitHub takes one hook for an address. One with ours is what an attempt has made that was never heard of again. */
async function existing(access: Access, hook: Hook, error: unknown): Promise<string> {
  const found = findProviderError(error)?.code === "http_422" ? await findHook(access, hook) : undefined;
  if (found === undefined) throw explained(error, hook.target);
  return found;
}

const hookUrl = (kid: string, ref: string) =>
  `${config("PUBLIC_BASE_URL").PUBLIC_BASE_URL}/api/integrations/github/webhook?link=${kid}.${ref}`;

const mostPages = 5;

async function findHook(access: Access, { name, target }: Hook): Promise<string | undefined> {
  let path: string | undefined = `${hooksPath(target)}?per_page=100`;
  for (let pages = 0; path !== undefined && pages < mostPages; pages++) {
    const page: { items: z.output<typeof listed>; next: string | undefined } = await githubPage(access, path, listed);
    // The reference is random and ours alone, whatever key it was signed under.
    const found = page.items.find(({ config: { url } }) => url?.endsWith(`.${name}`));
    if (found !== undefined) return String(found.id);
    path = page.next;
  }
  return undefined;
}

/** Deletes a hook; one that was perhaps made is looked for first. */
export async function deleteHook(access: Access, hook: Hook): Promise<void> {
  try {
    const id = hook.remoteId ?? (await findHook(access, hook));
    if (id !== undefined) await githubSend(access, "DELETE", `${hooksPath(hook.target)}/${id}`, z.unknown());
  } catch (error) {
    if (findProviderError(error)?.kind !== "absent") throw error;
  }
}

function explained(error: unknown, target: string | undefined): unknown {
  const failure = findProviderError(error);
  if (failure?.kind === "absent") {
    const detail = `GitHub shows you no repository ${target}, or you may not administer it.`;
    return new Problem("not_found", { detail, cause: error });
  }
  if (failure?.kind === "scope") {
    const detail = `GitHub does not let you administer the webhooks of ${target}.`;
    return new Problem("insufficient_permissions", {
      detail,
      members: { missingScopes: ["admin:repo_hook"] },
      cause: error,
    });
  }
  if (failure?.code !== "http_422") return error;
  const detail = `GitHub refuses another webhook for ${target}: it may have as many as GitHub allows.`;
  return new Problem("conflict", { detail, cause: error });
}
