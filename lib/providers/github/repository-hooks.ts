// Webhooks of a repository: docs.github.com/en/rest/repos/webhooks
import * as z from "zod";
import { config } from "../../config.ts";
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { allowAbsent } from "../../provider-client/allow-absent.ts";
import type { Subscription } from "../../store/subscription.ts";
import type { OpenAccess, OpenedSubscription, ProviderAccess } from "../../subscriptions/source.ts";
import { deriveLinkSecret, toKeyId } from "../../webhooks/subscription-token.ts";
import { readGithubPage, sendToGithub } from "./api.ts";

type Hook = Pick<Subscription, "name" | "target" | "remoteId" | "events">;

const createdHook = z.object({ id: z.number() });
const hookList = z.array(z.object({ id: z.number(), config: z.object({ url: z.string().optional() }) }));

/** The path of a repository's hooks. @param target a validated `owner/name` */
export const hooksPath = (target = ""): string => `/repos/${target.split("/").map(encodeURIComponent).join("/")}/hooks`;

/** Creates a hook. Its secret is derived from the link in its URL, so that the receiver needs no table to check it. */
export async function createHook(access: OpenAccess, hook: Hook): Promise<OpenedSubscription> {
  const kid = toKeyId(access.secrets[0] ?? "");
  const url = hookUrl(kid, hook.name);
  const secret = deriveLinkSecret(access.secrets, "github", kid, hook.name);
  const content = {
    name: "web",
    active: true,
    events: hook.events,
    config: { url, content_type: "json", secret, insecure_ssl: "0" },
  };
  try {
    const { id } = await sendToGithub(access, { method: "POST", path: hooksPath(hook.target), content }, createdHook);
    return { remoteId: String(id), kid };
  } catch (error) {
    return { remoteId: await findExistingHook(access, hook, error), kid };
  }
}

/** GitHub allows one hook per URL. An existing one with our URL is from an earlier attempt whose answer was lost. */
async function findExistingHook(access: ProviderAccess, hook: Hook, error: unknown): Promise<string> {
  const found = findProviderError(error)?.code === "http_422" ? await findHook(access, hook) : undefined;
  if (found === undefined) throw toHookProblem(error, hook.target);
  return found;
}

const hookUrl = (kid: string, ref: string) =>
  `${config("PUBLIC_BASE_URL").PUBLIC_BASE_URL}/api/integrations/github/webhook?link=${kid}.${ref}`;

const maxPages = 5;

async function findHook(access: ProviderAccess, { name, target }: Hook): Promise<string | undefined> {
  let path: string | undefined = `${hooksPath(target)}?per_page=100`;
  for (let pages = 0; path !== undefined && pages < maxPages; pages++) {
    const page: { items: z.output<typeof hookList>; next: string | undefined } = await readGithubPage(
      access,
      path,
      hookList,
    );
    // The reference is random, so it identifies our hook under any signing key.
    const found = page.items.find(({ config: { url } }) => url?.endsWith(`.${name}`));
    if (found !== undefined) return String(found.id);
    path = page.next;
  }
  return undefined;
}

/** Deletes a hook. Without a stored id it is searched for: an attempt may have created it. */
export async function deleteHook(access: ProviderAccess, hook: Hook): Promise<void> {
  const id = hook.remoteId ?? (await allowAbsent(findHook(access, hook)));
  if (id === undefined) return;
  await allowAbsent(sendToGithub(access, { method: "DELETE", path: `${hooksPath(hook.target)}/${id}` }, z.unknown()));
}

function toHookProblem(error: unknown, target: string | undefined): unknown {
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
