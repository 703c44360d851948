// Starts the sandbox providers on free ports and points the local stage's settings at them.

import { sandboxPort } from "../../../infra/local/ports.ts";
import { startProvider } from "../../../infra/local/sandbox/start.ts";
import { type ProviderName, providerNames } from "../../../infra/local/sandbox/state.ts";
import { providerIds } from "../../../lib/provider-ids.ts";
import { manifests } from "../../../lib/providers/manifests.ts";

const base = 10_000;

/** The sandbox that stands for a provider. */
export const getSandboxName = (id: string): ProviderName =>
  manifests.find((manifest) => manifest.id === id)?.application ?? id;

export interface SandboxStage {
  /** Calls the control API of a sandbox. */
  control(name: ProviderName, method: string, what: string, body?: unknown): Promise<unknown>;
  readonly clientIds: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts all sandboxes and sets `PROVIDER_SETTINGS`; import the registry afterwards. */
export async function startSandboxStage(): Promise<SandboxStage> {
  const started = await Promise.all(providerNames.map(async (name) => [name, await startProvider(name, 0)] as const));
  const running = new Map(started);
  process.env.PATCHBAY_PORT_BASE = String(base);
  const { stage } = await import("../../../infra/stages/local.ts");
  const pointAtSandboxes = (value: unknown) =>
    providerNames.reduce(
      (text, name) => text.replaceAll(`http://localhost:${sandboxPort(base, name)}`, running.get(name)?.url ?? ""),
      JSON.stringify(value),
    );
  const settings = pointAtSandboxes(stage.providers);
  Object.assign(process.env, {
    PROVIDER_SETTINGS: settings,
    EHR_SERVERS: pointAtSandboxes(stage.ehr?.servers ?? []),
    PUBLIC_BASE_URL: "http://localhost:6600",
  });
  return {
    clientIds: Object.fromEntries(providerIds.map((id) => [id, `sandbox-${getSandboxName(id)}-client`])),
    async control(name, method, what, body) {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
      const answer = await fetch(`${running.get(name)?.url}/_sandbox/${what}`, init);
      return answer.status === 204 ? undefined : answer.json();
    },
    async close() {
      await Promise.all([...running.values()].map((one) => one.close()));
    },
  };
}
