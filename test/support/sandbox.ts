import type { Behaviour } from "../../infra/local/sandbox/behaviour.ts";
import type { RecordedRequest } from "../../infra/local/sandbox/request-log.ts";
import type { Script } from "../../infra/local/sandbox/scripts.ts";
import type { ProviderName } from "../../infra/local/sandbox/state.ts";
import { cloud } from "./cloud.ts";
import { sendControl } from "./control.ts";

/** What a provider shall do with the next requests to a path (`times`: 1 unless given). */
export type ScriptedAnswer = Partial<Script> & Pick<Script, "path">;

/** What a user granted, and whether it still stands. */
export interface SandboxGrant {
  readonly id: string;
  readonly account: string;
  readonly scopes: readonly string[];
  readonly revoked: boolean;
}

/** The control API of one sandbox provider. */
export function sandbox(name: ProviderName) {
  const at = (path: string): string => `${cloud().sandbox[name]}/_sandbox/${path}`;
  return {
    url: (): string => cloud().sandbox[name] ?? "",
    /** Back to the seed: no grants, requests, scripts or changed switches. */
    reset: () => sendControl(at("reset"), "POST"),
    /** What it was asked, oldest first; only paths that start with `path` when given. */
    async requests(path = "/"): Promise<RecordedRequest[]> {
      return (await sendControl<RecordedRequest[]>(at("requests"))).filter((request) => request.path.startsWith(path));
    },
    forgetRequests: () => sendControl(at("requests"), "DELETE"),
    script: (...scripts: ScriptedAnswer[]) => sendControl(at("scripts"), "POST", scripts),
    forgetScripts: () => sendControl(at("scripts"), "DELETE"),
    behave: (behaviour: Partial<Behaviour>) => sendControl(at("behaviour"), "PUT", behaviour),
    /** Makes something happen and delivers it; see the sandbox's `push` of the provider. */
    push: (event: Readonly<Record<string, unknown>>) => sendControl(at("push"), "POST", event),
    grants: () => sendControl<SandboxGrant[]>(at("grants")),
    /** Access tokens issued so far are expired from now on; refresh tokens stay good. */
    expireTokens: () => sendControl(at("expire-tokens"), "POST"),
    /** As if every user had removed the app. */
    revokeGrants: () => sendControl(at("revoke-grants"), "POST"),
  };
}
