import type { KnipConfig } from "knip";

export default {
  entry: [
    "functions/**/*.ts",
    "functions/settings-page/client/**/*.{ts,tsx}",
    "infra/{app,bundle,deploy,secrets,synth}.ts",
    "infra/local/{dev,sandbox-command,shifted-clock-preload}.ts",
    "infra/openapi/{generate,write-document}.ts",
    "lib/providers/*/manifest.ts",
    "infra/stages/*.ts",
    "test/**/*.test.ts",
    "test/worker/entries/*.ts",
    "test/run/synthesize.ts",
    "test/bench/{run,contender-runner,ack-slack,ack-github}.ts",
    "test/support/{global-setup,lambda-runner}.ts",
  ],
  ignoreBinaries: ["taskset"],
  project: ["{functions,lib,infra,test}/**/*.{ts,tsx}"],
} satisfies KnipConfig;
