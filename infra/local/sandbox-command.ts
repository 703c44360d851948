// `npm run sandbox -- …`: look at and misuse the running sandbox providers.
import { parseArgs } from "node:util";
import { portBase as chosenPortBase, portsFrom } from "./ports.ts";
import { type ProviderName, providerNames } from "./sandbox/state.ts";

const help = `Usage: npm run sandbox -- [--port-base <port>] <command>

  requests <provider>        what the provider was asked, newest last
  script <provider> <json>   answer the next matching request as told, e.g.
                             '{"path":"/v1/me","status":429,"headers":{"retry-after":"30"}}'
  reset [provider]           seed data again; no tokens, scripts, behaviour or log
  expire <provider>          every access token issued so far is expired from now on

Providers: ${providerNames.join(", ")}
The port base is --port-base, else PATCHBAY_PORT_BASE, else 4400. Each provider has an inspector page at its root.`;

type Command = (providers: readonly ProviderName[], portBase: number, argument: string | undefined) => Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  requests: ([name], portBase) => show(one(name), portBase),
  script: async ([name], portBase, script) => {
    if (script === undefined) throw new Error("A script, as JSON, is missing");
    await ask(one(name), portBase, "scripts", "POST", script);
  },
  reset: async (names, portBase) => {
    await Promise.all((names.length > 0 ? names : providerNames).map((name) => ask(name, portBase, "reset", "POST")));
  },
  expire: async ([name], portBase) => {
    await ask(one(name), portBase, "expire-tokens", "POST");
  },
};

async function show(name: ProviderName, portBase: number): Promise<void> {
  const answer = await ask(name, portBase, "requests", "GET");
  console.log(JSON.stringify(await answer.json(), null, 2));
}

async function ask(name: ProviderName, portBase: number, control: string, method: string, body?: string) {
  const url = `http://localhost:${portsFrom(portBase)[name]}`;
  const answer = await fetch(`${url}/_sandbox/${control}`, { method, ...(body === undefined ? {} : { body }) }).catch(
    () => {
      throw new Error(`Nothing listens at ${url}; is the stack running?`);
    },
  );
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
}

function one(name: ProviderName | undefined): ProviderName {
  if (name === undefined) throw new Error("Which provider?");
  return name;
}

function providerNamed(text: string): ProviderName {
  const found = providerNames.find((name) => name === text);
  if (!found) throw new Error(`There is no sandbox called ${text}; there are ${providerNames.join(", ")}`);
  return found;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" }, "port-base": { type: "string" } },
  });
  const [name = "", provider, argument] = positionals;
  const command = commands[name];
  if (values.help || !command) {
    console.log(help);
    if (!values.help) process.exitCode = 1;
    return;
  }
  const portBase = chosenPortBase(4400, {
    ...process.env,
    PATCHBAY_PORT_BASE: values["port-base"] ?? process.env.PATCHBAY_PORT_BASE,
  });
  await command(provider === undefined ? [] : [providerNamed(provider)], portBase, argument);
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
