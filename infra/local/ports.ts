import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { manifests } from "../../lib/providers/manifests.ts";
import { blockedPorts } from "./blocked-ports.ts";
import { createRefusal } from "./command-refusal.ts";

export interface Ports {
  readonly origin: number;
  readonly identityProvider: number;
  readonly spy: number;
  readonly emulator: number;
  /** PostgreSQL, for questions to a database. */
  readonly database: number;
  /** Also the sandbox of each application, by its name. */
  readonly [purpose: string]: number;
}

const sandboxOffsets = new Map(manifests.map(({ application, sandbox }) => [application, sandbox.port]));

/** All ports of a local cloud, as offsets from its base. They are fixed, because redirect URIs contain them. */
export const computePorts = (base: number): Ports => ({
  origin: base,
  identityProvider: base + 1,
  spy: base + 2,
  emulator: base + 30,
  database: base + 31,
  ...Object.fromEntries([...sandboxOffsets].map(([application, offset]) => [application, base + offset])),
});

/** The port of an application's sandbox in the local cloud with this base. */
export const sandboxPort = (base: number, application: string): number => computePorts(base)[application] ?? base;

/** @throws a refusal naming the first port that is in use */
export async function refuseTakenPorts(ports: Ports): Promise<void> {
  for (const [purpose, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    throw createRefusal(
      `Port ${port} (${purpose}) is already in use: stop what listens there, or choose other ports with PATCHBAY_PORT_BASE=${findUsableBase(ports.origin + 1000)}.`,
    );
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

/**
 * Finds a free port outside the range from which the system assigns ports: a connection could take such a port before the
 * caller listens on it.
 */
export async function findFreePort(random: (below: number) => number = randomInt): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 20_000 + random(10_000);
    if (await isFree(port)) return port;
  }
  throw createRefusal("There is no free port between 20000 and 29999: stop a process that listens there.");
}

/** Reads the base from PATCHBAY_PORT_BASE, else the fallback. @throws a refusal when a port of the stack could not be used */
export function readPortBase(fallback: number, environment: NodeJS.ProcessEnv = process.env): number {
  const text = environment.PATCHBAY_PORT_BASE;
  if (!text) return fallback;
  const base = Number(text);
  if (!(Number.isInteger(base) && base >= 1024 && base <= 65_000))
    throw createRefusal(`PATCHBAY_PORT_BASE must be a number from 1024 to 65000, not "${text}".`);
  refuseBlockedPorts(base);
  return base;
}

const findBlocked = (base: number) => Object.entries(computePorts(base)).find(([, port]) => blockedPorts.has(port));

function refuseBlockedPorts(base: number): void {
  const blocked = findBlocked(base);
  if (blocked === undefined) return;
  const [purpose, port] = blocked;
  throw createRefusal(
    `PATCHBAY_PORT_BASE=${base} puts "${purpose}" on port ${port}, which browsers refuse to open. Choose another base, such as ${findUsableBase(base)}.`,
  );
}

/** The first base from this one on, in steps of a hundred, whose ports can all be opened. */
const findUsableBase = (base: number): number => (findBlocked(base) === undefined ? base : findUsableBase(base + 100));
