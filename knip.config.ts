import type { KnipConfig } from "knip";

export default {
  entry: [
    "functions/**/*.ts",
    "functions/settings-page/client/**/*.{ts,tsx}",
    "infra/{app,bundle,deploy,secrets,synth}.ts",
    "infra/local/{dev,sandbox-command}.ts",
    "infra/stages/*.ts",
    "test/run.ts",
    "test/**/*.test.ts",
    "test/support/{global-setup,lambda-runner}.ts",
  ],
  project: ["{functions,lib,infra,test}/**/*.{ts,tsx}"],
  // Started by name, not imported: npm run deploy, and node itself first on the path of npm scripts.
  ignoreDependencies: ["aws-cdk", "node"],
} satisfies KnipConfig;
