import type { Behaviour } from "../../infra/local/sandbox/behaviour.ts";
import type { RecordedRequest } from "../../infra/local/sandbox/request-log.ts";
import type { Script } from "../../infra/local/sandbox/scripts.ts";
import type { ProviderName } from "../../infra/local/sandbox/state.ts";
import { cloud } from "./cloud.ts";
import { sendControl } from "./control.ts";

/** How a provider answers the next requests to a path (`times`: 1 by default). */
export type ScriptedAnswer = Partial<Script> & Pick<Script, "path">;

/** What a user granted, and whether it is still valid. */
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
    /** Restores the seed: removes grants, requests and scripts, and resets the switches. */
    reset: () => sendControl(at("reset"), "POST"),
    /** The requests it received, oldest first, whose path starts with `path`. */
    async requests(path = "/"): Promise<RecordedRequest[]> {
      return (await sendControl<RecordedRequest[]>(at("requests"))).filter((request) => request.path.startsWith(path));
    },
    forgetRequests: () => sendControl(at("requests"), "DELETE"),
    script: (...scripts: ScriptedAnswer[]) => sendControl(at("scripts"), "POST", scripts),
    forgetScripts: () => sendControl(at("scripts"), "DELETE"),
    behave: (behaviour: Partial<Behaviour>) => sendControl(at("behaviour"), "PUT", behaviour),
    /** Creates an event and delivers it; see `push` of the provider's sandbox. */
    push: (event: Readonly<Record<string, unknown>>) => sendControl(at("push"), "POST", event),
    grants: () => sendControl<SandboxGrant[]>(at("grants")),
    /** Expires all access tokens issued so far; refresh tokens stay valid. */
    expireTokens: () => sendControl(at("expire-tokens"), "POST"),
    /** Revokes every grant, as if every user had removed the app. */
    revokeGrants: () => sendControl(at("revoke-grants"), "POST"),
  };
}
