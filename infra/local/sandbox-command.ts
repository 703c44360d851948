// `npm run sandbox -- …`: inspects and controls the running sandbox providers, and makes them push events.
import { parseArgs } from "node:util";
import { createRefusal, describeFailure } from "./command-refusal.ts";
import { readPortBase as chosenPortBase, sandboxPort } from "./ports.ts";
import { formatPushReport, parsePushRequest, pushHelp, pushOptions } from "./sandbox/push/command.ts";
import type { Delivery } from "./sandbox/push/deliveries.ts";
import { type ProviderName, providerNames } from "./sandbox/state.ts";

const help = `Usage: npm run sandbox -- [--port-base <port>] <command>

  requests <provider>        requests that the provider received, newest last
  deliveries <provider>      events that the provider pushed, with the result of each attempt
  script <provider> <json>   answer the next matching request with this, e.g.
                             '{"path":"/v1/me","status":429,"headers":{"retry-after":"30"}}'
  behave <provider> <json>   change switches, e.g. '{"events":true}': send webhooks for every change
  reset [provider]           restore the seed data; clear tokens, scripts, switches and logs
  expire <provider>          expire every access token issued so far
${pushHelp}

Providers: ${providerNames.join(", ")}
The port base is --port-base, else PATCHBAY_PORT_BASE, else 4400. Each provider has an inspector page at its root.`;

interface CommandInput {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly portBase: number;
}

const commands: Readonly<Record<string, (given: CommandInput) => Promise<void>>> = {
  requests: (given) => showLog(given, "requests"),
  deliveries: (given) => showLog(given, "deliveries"),
  async script(given) {
    const name = await sendChange(given, "scripts", "POST");
    console.log(`The next matching request to ${name} gets this answer.`);
  },
  async behave(given) {
    const name = await sendChange(given, "behaviour", "PUT");
    console.log(`The switches of ${name} are changed.`);
  },
  async reset({ positionals, portBase }) {
    const names = positionals.length > 0 ? [findProvider(positionals[0])] : providerNames;
    await Promise.all(names.map((name) => callSandbox({ name, portBase }, "reset", "POST")));
    for (const name of names) console.log(`${name} has its seed data again.`);
  },
  async expire({ positionals, portBase }) {
    const name = findProvider(positionals[0]);
    await callSandbox({ name, portBase }, "expire-tokens", "POST");
    console.log(`Every access token of ${name} is expired.`);
  },
  async push({ positionals, options, portBase }) {
    const { provider, body, whyUnheard } = parsePushRequest(positionals, options);
    const sandbox = { name: provider, portBase };
    // Before the push, which may revoke them.
    const grants = (await (await callSandbox(sandbox, "grants", "GET")).json()) as { revoked: boolean }[];
    const isConnected = grants.some(({ revoked }) => !revoked);
    const answer = await callSandbox(sandbox, "push", "POST", JSON.stringify(body));
    console.log(formatPushReport((await answer.json()) as Delivery[], whyUnheard, isConnected));
  },
};

async function showLog({ positionals, portBase }: CommandInput, what: string): Promise<void> {
  const answer = await callSandbox({ name: findProvider(positionals[0]), portBase }, what, "GET");
  console.log(JSON.stringify(await answer.json(), null, 2));
}

/** @returns the provider that it has changed */
async function sendChange({ positionals, portBase }: CommandInput, what: string, method: string): Promise<string> {
  const name = findProvider(positionals[0]);
  const [, body] = positionals;
  if (body === undefined) throw createRefusal("The JSON argument is missing.");
  await callSandbox({ name, portBase }, what, method, body);
  return name;
}

/** A sandbox of the stack at a port base. */
interface SandboxAddress {
  readonly name: ProviderName;
  readonly portBase: number;
}

async function callSandbox({ name, portBase }: SandboxAddress, control: string, method: string, body?: string) {
  const url = `http://localhost:${sandboxPort(portBase, name)}`;
  const answer = await fetch(`${url}/_sandbox/${control}`, { method, ...(body === undefined ? {} : { body }) }).catch(
    () => {
      throw createRefusal(`Nothing listens at ${url}; is the stack running?`);
    },
  );
  if (!answer.ok) throw createRefusal(formatComplaint(await answer.text()));
  return answer;
}

/** The sandbox's error message, with the invalid fields. */
function formatComplaint(text: string): string {
  const { error, issues = [] } = JSON.parse(text) as { error: string; issues?: { path: string[]; message: string }[] };
  return [error, ...issues.map(({ path, message }) => `  ${[...path, message].join(": ")}`)].join("\n");
}

function findProvider(text: string | undefined): ProviderName {
  const found = providerNames.find((name) => name === text);
  if (!found) throw createRefusal(`Which provider? One of ${providerNames.join(", ")}.`);
  return found;
}

async function runCommand(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" }, "port-base": { type: "string" }, ...pushOptions },
  });
  const { help: wantsHelp, "port-base": base = process.env.PATCHBAY_PORT_BASE, ...options } = values;
  const [name = "", ...rest] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (wantsHelp || !command) {
    console.log(help);
    if (!wantsHelp) process.exitCode = 1;
    return;
  }
  const portBase = chosenPortBase(4400, { ...process.env, PATCHBAY_PORT_BASE: base });
  await command({ positionals: rest, options, portBase });
}

runCommand().catch((error: unknown) => {
  // The errors of parseArgs have a readable message.
  const isUsage = error instanceof TypeError && "code" in error;
  console.error(isUsage ? error.message : describeFailure(error));
  process.exitCode = 1;
});
