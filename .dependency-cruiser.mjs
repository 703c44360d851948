// Imports point downward through these layers, the lowest first. Every folder of lib stands in one, or is lib/web, which stands alone.
const layers = [
  "^lib/([^/]+\\.ts$|aws/)",
  "^lib/store/",
  "^lib/(http|queue|jwt|health)/",
  "^lib/(oauth|vault|realtime)/",
  "^lib/(connections|provider-client|insights)/",
  "^lib/(webhooks|subscriptions|crm|ehr|mcp|deletion|analytics)/",
  "^lib/providers/(google|smart)/",
  "^lib/providers/(?!(google|smart)/)",
  "^functions/",
];

const layerRules = layers.slice(0, -1).map((layer, height) => ({
  name: `downward-from-layer-${height}`,
  severity: "error",
  comment: "A layer may use itself and what lies below it.",
  from: { path: layer },
  to: { path: layers.slice(height + 1) },
}));

/** The same for the folders of the browser's code. */
const webLayers = [
  "^lib/web/[^/]+\\.ts$",
  "^lib/web/(session|live|api)/",
  "^lib/web/ui/",
  "^lib/web/frame/",
  "^lib/web/panels/",
  "^lib/web/activity/",
  "^lib/web/ask/",
  "^lib/web/settings/",
  "^lib/web/admin/",
];

const webRules = webLayers.slice(0, -1).map((layer, height) => ({
  name: `web-downward-from-layer-${height}`,
  severity: "error",
  from: { path: layer, pathNot: "^lib/web/app-context\\.ts$" },
  to: { path: webLayers.slice(height + 1) },
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
      to: { path: "^lib/providers/[^/]+/", pathNot: ["^lib/providers/$1/", "^lib/providers/(google|smart)/"] },
    },
    {
      name: "browser-code-stands-alone",
      severity: "error",
      comment: "What runs in a browser shares nothing with what runs in a Lambda.",
      from: { path: "^lib/web/" },
      to: { path: "^(lib|functions|infra)/", pathNot: "^lib/web/" },
    },
    {
      name: "lambdas-share-nothing-with-the-browser",
      severity: "error",
      from: { path: "^(lib|functions|infra)/", pathNot: "^lib/web/" },
      to: { path: "^lib/web/" },
    },
    ...webRules,
    {
      name: "lambdas-know-no-infrastructure",
      severity: "error",
      from: { path: "^(functions|lib)/" },
      to: { path: "^infra/" },
    },
    {
      name: "infrastructure-takes-only-types",
      severity: "error",
      comment:
        "But the plain data about providers (their ids and manifests), the schema of a provider's settings, the names of metrics, how a FHIR base is written, and the names that both sides of an edge, of a database and of assistants' tools go by. infra/commands, which operators run, may use lib's code, and so may infra/import, which one of them is made of.",
      from: { path: "^infra/", pathNot: "^infra/(commands|import)/" },
      to: {
        path: "^(lib|functions)/",
        pathNot: [
          "^lib/provider-ids.ts$",
          "^lib/providers/manifests.ts$",
          "^lib/config.ts$",
          "^lib/metric-series.ts$",
          "^lib/origin-header.ts$",
          "^lib/ehr/fhir-base-url.ts$",
          "^lib/mcp/(column-types|database/(reader|context-key)|connections/tool-file-names).ts$",
        ],
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
      comment: "But what k6, which runs its scripts in a runtime of its own, brings along.",
      from: {},
      to: { couldNotResolve: true, pathNot: "^k6(/|$)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
