// The sandbox: one server per provider, speaking real HTTP and misbehaving on request.
import { freePort, portsFrom } from "../ports.ts";
import { type Behaviour, changeBehaviour } from "./behaviour.ts";
import { createFigma } from "./figma/provider.ts";
import { startFront } from "./front.ts";
import { createGithub } from "./github/provider.ts";
import { createGoogle } from "./google/provider.ts";
import { createSlack } from "./slack/provider.ts";
import { type Provider, type ProviderName, providerNames } from "./state.ts";

const create: Readonly<Record<ProviderName, (origin: string) => Promise<Provider>>> = {
  slack: createSlack,
  github: createGithub,
  google: createGoogle,
  figma: createFigma,
};

export interface RunningProvider {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts one provider's sandbox; port 0 takes a free one. `switches` differ from the defaults, also after a reset. */
export async function startProvider(
  name: ProviderName,
  port: number,
  switches: Partial<Behaviour> = {},
): Promise<RunningProvider> {
  const chosen = port === 0 ? await freePort() : port;
  const url = `http://localhost:${chosen}`;
  const provider = await create[name](url);
  const { state } = provider;
  state.defaults = changeBehaviour(state.defaults, switches);
  state.behaviour = state.defaults;
  try {
    const front = await startFront(provider, chosen);
    return { url, close: front.close };
  } catch (error) {
    await provider.close();
    throw error;
  }
}

/** Starts every provider's sandbox on its port counted from the stack's base. With `events` they push by themselves. */
export async function startSandbox(
  portBase: number,
  switches: Partial<Behaviour> = {},
): Promise<{ readonly urls: Readonly<Record<ProviderName, string>>; close(): Promise<void> }> {
  const ports = portsFrom(portBase);
  const started = await Promise.allSettled(providerNames.map((name) => startProvider(name, ports[name], switches)));
  const running = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const close = async () => {
    await Promise.all(running.map((one) => one.close()));
  };
  const failure = started.find((one) => one.status === "rejected");
  if (failure) {
    await close();
    throw failure.reason;
  }
  const url = (name: ProviderName) => `http://localhost:${ports[name]}`;
  return { urls: { slack: url("slack"), github: url("github"), google: url("google"), figma: url("figma") }, close };
}
