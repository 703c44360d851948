import { type App, type Stack, Tags, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { manifests } from "../lib/providers/manifests.ts";
import { planAliases } from "./aliases/plan.ts";
import { getLambdaKey, refuseTooManyRoutes } from "./api-quotas.ts";
import { ApiStack } from "./api-stack.ts";
import { AsyncStack } from "./async-stack.ts";
import { auditConsumer } from "./audit-consumer.ts";
import { defaultConcurrency, planCeilings, planDatabaseReservation, planReservation } from "./concurrency.ts";
import { isEphemeral } from "./config.ts";
import { DataStack } from "./data-stack.ts";
import { EdgeStack } from "./edge-stack.ts";
import type { LambdaContext } from "./lambda-function.ts";
import { liveLambdas } from "./live-routes.ts";
import { LiveStack } from "./live-stack.ts";
import { DatabaseNetworkStack } from "./mcp/network-stack.ts";
import { DatabaseStack } from "./mcp/probe.ts";
import { planDatabaseNetwork } from "./mcp/vpc-endpoints.ts";
import { ObservabilityStack } from "./observability-stack.ts";
import type { Route } from "./route.ts";
import { RouteStack } from "./route-stack.ts";
import { surfacesFor } from "./routes.ts";
import { StageStack } from "./stage-stack.ts";
import { type Consumer, consumersFor, schedules } from "./triggers.ts";

/** Adds all stacks of a stage in the order of their deployment. cdk-nag checks them at every synth. */
export function addStacks(app: App, context: LambdaContext): void {
  const aliases = planAliases(context.config, context.manifests);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  // What a stage costs can be read by its tag, which `npm run secrets` gives to its secrets too.
  if (!isEphemeral(context.config)) Tags.of(app).add("patchbay:stage", context.config.stage);
  const data = new DataStack(app, context.config);
  const api = dependOn(new ApiStack(app, context), data);
  const live = dependOn(new LiveStack(app, context), data);
  const all = context.manifests ?? manifests;
  const surfaces = surfacesFor(all, context.config);
  const routes = Object.values(surfaces).flat();
  refuseTooManyRoutes(routes);
  const consumers = consumersFor(all);
  const network = planDatabaseNetwork(context.config);
  const ways = network ? [new DatabaseNetworkStack(app, context.config.stage, network)] : [];
  const { ceilings, ...reservations } = shareConcurrency(context, routes, consumers);
  const { edge } = context.config;
  const isDeployed = edge !== undefined && !isEphemeral(context.config);
  const { originVersion: secretVersion } = context;
  // Before the routes, so that what closes the API to everybody else is there first.
  const edges = isDeployed
    ? [dependOn(new EdgeStack(app, { ...context.config, edge }, { routes, aliases, secretVersion }), api, live)]
    : [];
  const surfaceStacks = Object.entries(surfaces).map(([name, rows]) =>
    dependOn(new RouteStack(app, name, rows, { ...context, ...reservations }), api, live, ...ways, ...edges),
  );
  if (context.config.mcp?.database) dependOn(new DatabaseStack(app, context), live, ...ways);
  const background = dependOn(new AsyncStack(app, { consumers, schedules }, context), data, live);
  const stage = dependOn(new StageStack(app, context.config, routes, ceilings), ...surfaceStacks);
  const { accountConcurrency = defaultConcurrency } = context;
  const lambdas = [...routes, ...consumers, ...schedules, auditConsumer, ...liveLambdas];
  const watched = { consumers, schedules, manifests: all, accountConcurrency, lambdas };
  dependOn(new ObservabilityStack(app, context.config, watched), api, live, background, stage);
}

/** The emulator has no limit that an account shares. */
function shareConcurrency(context: LambdaContext, routes: readonly Route[], consumers: readonly Consumer[]) {
  const { config, accountConcurrency: limit = defaultConcurrency, manifests: all = manifests } = context;
  const receivers = new Set(routes.filter(({ isReceiver }) => isReceiver).map(getLambdaKey)).size;
  const reservation = isEphemeral(config) ? undefined : planReservation(limit, receivers);
  const network = planDatabaseNetwork(config);
  const databaseReservation = network && planDatabaseReservation(limit, network.connections);
  const askers = routes.filter(({ inVpc }) => inVpc).length;
  const workers = consumers.reduce((total, { concurrency }) => total + concurrency, 0);
  const reservationTotal = receivers * (reservation ?? 0) + askers * (databaseReservation ?? 0);
  const shared = { limit, reservationTotal, workers };
  const getApplication = (provider: Route["provider"]) =>
    all.find(({ id }) => id === provider)?.application ?? String(provider);
  return { reservation, databaseReservation, ceilings: planCeilings(routes, shared, getApplication) };
}

function dependOn<S extends Stack>(stack: S, ...others: readonly Stack[]): S {
  for (const other of others) stack.addStackDependency(other);
  return stack;
}
