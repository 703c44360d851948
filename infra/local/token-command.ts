// `npm run token -- ada`: prints an access token of a demo user, for calls from a terminal or from a page of your own.
import { parseArgs } from "node:util";
import { z } from "zod";
import { createRefusal, describeFailure } from "./command-refusal.ts";
import { computePorts, readPortBase } from "./ports.ts";

const help = `Usage: npm run token -- [--port-base <port>] <user>

Prints an access token of a demo user of the running local stack, as its identity provider signs it. It is valid for an hour.
The token alone goes to standard output: TOKEN=$(npm run --silent token -- ada)

The port base is --port-base, else PATCHBAY_PORT_BASE, else 4400.`;

const demoUsersSchema = z.array(z.object({ sub: z.string(), name: z.string(), org: z.string().optional() }));

/** @throws a refusal when the stack is not running, or has no such user */
async function issueDemoToken(portBase: number, sub: string | undefined): Promise<string> {
  const issuer = `http://localhost:${computePorts(portBase).identityProvider}`;
  const users = demoUsersSchema.parse(await callIssuer(issuer, "users"));
  if (!users.some((user) => user.sub === sub)) {
    const known = users.map(({ sub, name, org }) => `${sub} (${name}, ${org ?? "no organisation"})`);
    throw createRefusal(`Which user? One of ${known.join(", ")}.`);
  }
  const body = JSON.stringify({ sub });
  const { token } = z.object({ token: z.string() }).parse(await callIssuer(issuer, "tokens", { method: "POST", body }));
  return token;
}

async function callIssuer(issuer: string, what: string, init?: RequestInit): Promise<unknown> {
  const answer = await fetch(`${issuer}/sandbox/${what}`, init).catch(() => {
    throw createRefusal(
      `No identity provider answers at ${issuer}. Start the stack with "npm run dev" first; if it runs on other ports, set PATCHBAY_PORT_BASE as there.`,
    );
  });
  if (!answer.ok)
    throw createRefusal(`${issuer} is not the local stack's identity provider: it answered ${answer.status}.`);
  return answer.json();
}

async function runCommand(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" }, "port-base": { type: "string" } },
  });
  if (values.help) return console.log(help);
  const base = values["port-base"] ?? process.env.PATCHBAY_PORT_BASE;
  const portBase = readPortBase(4400, { PATCHBAY_PORT_BASE: base });
  const [user] = positionals;
  console.log(await issueDemoToken(portBase, user));
  // On the error output, so that a script gets the token alone.
  console.error(`It is valid for an hour. Send it as the header "Authorization: Bearer <token>", for example:
  curl -H "Authorization: Bearer $(npm run --silent token -- ${user})" http://localhost:${portBase}/api/integrations`);
}

runCommand().catch((error: unknown) => {
  // The errors of parseArgs have a readable message.
  const isUsage = error instanceof TypeError && "code" in error;
  console.error(isUsage ? error.message : describeFailure(error));
  process.exitCode = 1;
});
