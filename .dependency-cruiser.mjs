// Imports point downward: functions > lib/providers > lib/webhooks, lib/channels > lib/oauth, lib/vault, lib/insights
// > lib/http, lib/queue, lib/live, lib/store > lib/aws, lib's own files.
const layers = [
  "^lib/([^/]+\\.ts$|aws/)",
  "^lib/(http|queue|store|live)/",
  "^lib/(oauth|vault|insights)/",
  "^lib/(webhooks|channels)/",
  "^lib/providers/",
  "^functions/",
];

const layerRules = layers.slice(0, -1).map((layer, height) => ({
  name: `downward-from-layer-${height}`,
  severity: "error",
  comment: "A layer may use itself and what lies below it.",
  from: { path: layer },
  to: { path: layers.slice(height + 1), pathNot: ["^lib/providers/ids\\.ts$"] },
}));

export default {
  forbidden: [
    ...layerRules,
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "providers-stand-alone",
      severity: "error",
      comment: "What two providers share belongs below them.",
      from: { path: "^lib/providers/([^/]+)/" },
      to: { path: "^lib/providers/[^/]+/", pathNot: "^lib/providers/$1/" },
    },
    {
      name: "lambdas-know-no-infrastructure",
      severity: "error",
      from: { path: "^(functions|lib)/" },
      to: { path: "^infra/" },
    },
    {
      name: "infrastructure-takes-only-types",
      severity: "error",
      comment: "But the plain data about providers (their ids and manifests), and the schema of a provider's settings.",
      from: { path: "^infra/" },
      to: {
        path: "^(lib|functions)/",
        pathNot: ["^lib/providers/(ids|manifests)\\.ts$", "^lib/config\\.ts$"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "properties-have-a-seed",
      severity: "error",
      comment: "A test that asks something else in every run fails for changes that have no part in it.",
      from: { pathNot: "^test/support/properties\\.ts$" },
      to: { path: "node_modules/fast-check" },
    },
    {
      name: "nobody-imports-tests",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
    {
      name: "lambdas-need-no-development-packages",
      severity: "error",
      from: { path: "^(functions|lib)/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
