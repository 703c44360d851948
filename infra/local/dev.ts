// npm run dev: the local cloud for a person, until Ctrl-C.
import { stopChildren } from "./child.ts";
import { type LocalCloud, startLocalCloud } from "./cloud.ts";
import { docsPath } from "./docs-page.ts";
import { portBase } from "./ports.ts";
import { seconds } from "./progress.ts";
import { explain } from "./refusal.ts";

const log = (line: string): void => console.log(line);
let cloud: LocalCloud | undefined;
let stopping = false;

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await cloud?.stop();
  await stopChildren();
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!stopping) log("\nStopping …");
    void stop(cloud ? 0 : 130);
  });
}

function summary({ origin, issuer, awsEndpoint, sandbox }: LocalCloud): string {
  const rows = [
    ["Settings page", `${origin}/settings/integrations`],
    ["API", `${origin}/api/health`],
    ["API documentation", `${origin}${docsPath}`],
    ["Demo identity provider", issuer],
    ...Object.entries(sandbox).map(([provider, url]) => [`Sandbox ${provider}`, url]),
    ["AWS emulator", awsEndpoint],
  ];
  return rows.map(([what = "", where]) => `  ${what.padEnd(24)}${where}`).join("\n");
}

try {
  log("Patchbay starts its local cloud …");
  cloud = await startLocalCloud({ stage: "local", portBase: portBase(4400), spy: false, log });
  log(`\nReady after ${seconds(performance.now())}. Stop it with Ctrl-C.\n\n${summary(cloud)}\n`);
} catch (error) {
  if (!stopping) console.error(explain(error));
  await stop(1);
}
