// One workspace: an emulator whose ids are translated.
import { type Emulator, startEmulator } from "../emulator.ts";
import type { Answer, Exchange } from "../exchange.ts";
import { callAsAdmin } from "./admin-client.ts";
import { type Identifiers, readIdentifiers } from "./identifiers.ts";
import { setMemberships } from "./membership.ts";
import { buildEmulatorSeed, type Workspace } from "./seed.ts";

export interface RunningWorkspace {
  readonly workspace: Workspace;
  readonly emulator: Emulator;
  identifiers(): Identifiers;
  /** Makes a Web API call with a grant's token of the emulator. */
  call(exchange: Exchange, token: string): Promise<Answer>;
  /** Makes a Web API call for the sandbox, as a user of the seed ("admin" sees all but private channels, "bot" is the app's). */
  act(name: string, method: string, form: Readonly<Record<string, string>>): Promise<Record<string, unknown>>;
  reseed(): Promise<void>;
}

export async function startWorkspace(workspace: Workspace, origin: string): Promise<RunningWorkspace> {
  const emulator = await startEmulator("slack", origin, buildEmulatorSeed(workspace));
  const settle = async () => {
    const read = await readIdentifiers(emulator, workspace);
    await setMemberships(emulator, workspace, read.inside);
    return read;
  };
  let identifiers = await settle();
  return {
    workspace,
    emulator,
    identifiers: () => identifiers,
    call: (exchange, token) => callEmulator(emulator, identifiers, exchange, token),
    async reseed() {
      emulator.reset();
      identifiers = await settle();
    },
    async act(name, method, form) {
      const inward = JSON.parse(identifiers.inward(JSON.stringify(form)));
      return JSON.parse(identifiers.outward(JSON.stringify(await callAsAdmin(emulator, name, method, inward))));
    },
  };
}

async function callEmulator(emulator: Emulator, ids: Identifiers, exchange: Exchange, token: string): Promise<Answer> {
  // Slack also reads arguments from the query of a GET; the emulator only from a POST.
  const isGet = exchange.method === "GET";
  const text = isGet ? exchange.query.toString() : exchange.body.toString("utf8");
  const answer = await emulator.forward(exchange, {
    method: "POST",
    target: exchange.path,
    headers: {
      authorization: `Bearer ${token}`,
      ...(isGet ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    },
    body: ids.inward(text),
  });
  const body = ids.outward(answer.body?.toString("utf8") ?? "");
  // Slack does not reveal that a private channel exists.
  const reads = /^\/api\/conversations\.(?:info|members|history|replies)$/.test(exchange.path);
  return { ...answer, body: reads ? body.replace('"error":"not_in_channel"', '"error":"channel_not_found"') : body };
}
