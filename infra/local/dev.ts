// `npm run dev`: runs the local cloud until Ctrl-C.
import { readAllowedOrigins } from "./allowed-origins.ts";
import { stopChildren } from "./child.ts";
import { type LocalCloud, startLocalCloud } from "./cloud.ts";
import { describeFailure } from "./command-refusal.ts";
import { docsPath } from "./docs-page.ts";
import { readPortBase } from "./ports.ts";
import { formatSeconds } from "./progress.ts";

const printLine = (line: string): void => console.log(line);
let cloud: LocalCloud | undefined;
let stopping = false;

async function stopCloud(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await cloud?.stop();
  await stopChildren();
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!stopping) printLine("\nStopping …");
    void stopCloud(cloud ? 0 : 130);
  });
}

function formatSummary({ origin, issuer, awsEndpoint, sandbox }: LocalCloud): string {
  const rows = [
    ["Settings page", `${origin}/settings/integrations`],
    ["Administrators' page", `${origin}/settings/integrations/admin`],
    ["API", `${origin}/api/health`],
    ["API documentation", `${origin}${docsPath}`],
    ["Demo identity provider", issuer],
    ...Object.entries(sandbox).map(([provider, url]) => [`Sandbox ${provider}`, url]),
    ["AWS emulator", awsEndpoint],
  ];
  return rows.map(([what = "", where]) => `  ${what.padEnd(24)}${where}`).join("\n");
}

try {
  const portBase = readPortBase(4400);
  // A wrong one is refused now, and not minutes later by the synth.
  readAllowedOrigins();
  printLine("Patchbay starts its local cloud …");
  cloud = await startLocalCloud({ stage: "local", portBase, spy: false, log: printLine });
  printLine(`\nReady after ${formatSeconds(performance.now())}. Stop it with Ctrl-C.\n\n${formatSummary(cloud)}\n`);
} catch (error) {
  if (!stopping) console.error(describeFailure(error));
  await stopCloud(1);
}
