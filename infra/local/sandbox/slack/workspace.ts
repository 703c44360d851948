// One workspace: an emulator with its ids translated.
import { type Emulator, startEmulator } from "../emulator.ts";
import type { Answer, Exchange } from "../messages.ts";
import { type Identifiers, readIdentifiers } from "./identifiers.ts";
import { emulatorSeed, type Workspace } from "./seed.ts";

export interface RunningWorkspace {
  readonly workspace: Workspace;
  readonly emulator: Emulator;
  identifiers(): Identifiers;
  /** A Web API call as the grant behind `token`. */
  call(exchange: Exchange, token: string): Promise<Answer>;
  reseed(): Promise<void>;
}

export async function startWorkspace(workspace: Workspace, origin: string): Promise<RunningWorkspace> {
  const emulator = await startEmulator("slack", origin, emulatorSeed(workspace));
  let identifiers = await readIdentifiers(emulator, workspace);
  return {
    workspace,
    emulator,
    identifiers: () => identifiers,
    call: (exchange, token) => call(emulator, identifiers, exchange, token),
    async reseed() {
      emulator.reset();
      identifiers = await readIdentifiers(emulator, workspace);
    },
  };
}

async function call(emulator: Emulator, ids: Identifiers, exchange: Exchange, token: string): Promise<Answer> {
  // Slack reads arguments from the query of a GET too; the emulator only from a POST.
  const asked = exchange.method === "GET";
  const text = asked ? exchange.query.toString() : exchange.body.toString("utf8");
  const answer = await emulator.forward(exchange, {
    method: "POST",
    target: exchange.path,
    headers: {
      authorization: `Bearer ${token}`,
      ...(asked ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    },
    body: ids.inward(text),
  });
  return { ...answer, body: ids.outward(answer.body?.toString("utf8") ?? "") };
}
