// Starts the sandbox: one HTTP server per provider.
import { findFreePort, sandboxPort } from "../ports.ts";
import { type Behaviour, changeBehaviour } from "./behaviour.ts";
import { ownSandboxes } from "./registry.ts";
import { startServer } from "./server.ts";
import { createStandard } from "./standard/provider.ts";
import { type ProviderName, providerNames } from "./state.ts";

export interface RunningProvider {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts one provider's sandbox; port 0 takes a free port. `switches` become its defaults, also after a reset. */
export async function startProvider(
  name: ProviderName,
  port: number,
  switches: Partial<Behaviour> = {},
): Promise<RunningProvider> {
  const chosen = port === 0 ? await findFreePort() : port;
  const url = `http://localhost:${chosen}`;
  const provider = await (ownSandboxes[name]?.create(url) ?? createStandard(name, url));
  const { state } = provider;
  state.defaults = changeBehaviour(state.defaults, switches);
  state.behaviour = state.defaults;
  try {
    const server = await startServer(provider, chosen);
    return { url, close: server.close };
  } catch (error) {
    await provider.close();
    throw error;
  }
}

/** Starts every provider's sandbox on its port of the local cloud. With the switch `events` they send webhooks for changes. */
export async function startSandbox(
  portBase: number,
  switches: Partial<Behaviour> = {},
): Promise<{ readonly urls: Readonly<Record<ProviderName, string>>; close(): Promise<void> }> {
  const port = (name: ProviderName) => sandboxPort(portBase, name);
  const started = await Promise.allSettled(providerNames.map((name) => startProvider(name, port(name), switches)));
  const running = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const close = async () => {
    await Promise.all(running.map((one) => one.close()));
  };
  const failure = started.find((one) => one.status === "rejected");
  if (failure) {
    await close();
    throw failure.reason;
  }
  const urls = Object.fromEntries(providerNames.map((name) => [name, `http://localhost:${port(name)}`]));
  return { urls, close };
}
