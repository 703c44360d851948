import { Aws, Duration, Fn, RemovalPolicy } from "aws-cdk-lib";
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Function as Lambda, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Manifest } from "../lib/providers/manifest.ts";
import { acknowledgeWildcards } from "./acknowledge.ts";
import type { GetCode } from "./code.ts";
import type { Stage } from "./config.ts";
import { type LambdaPlan, type LambdaRow, planLambda } from "./lambda-plan.ts";
import {
  acknowledgeInterfaces,
  connectToSubnets,
  joinDatabaseNetwork,
  type NetworkMembership,
} from "./mcp/join-network.ts";
import { buildArn, liveApiIdExport, type Place } from "./names.ts";
import type { Statement } from "./statement.ts";

/** What all Lambdas of a stage have in common. */
export interface LambdaContext {
  readonly config: Stage;
  readonly getCode: GetCode;
  /** Default: all providers. */
  readonly manifests?: readonly Manifest[];
  /** The WebSocket API's id, given in the stack that creates it; other stacks import it. */
  readonly liveApiId?: string;
  /** The version of the origin secret that the edge sends, as `npm run deploy` has read it. */
  readonly originVersion?: string;
  /** How many Lambdas the account runs at a time; default: AWS's default. */
  readonly accountConcurrency?: number;
  /** The reserved concurrency of each receiver, if there is any. */
  readonly reservation?: number | undefined;
  /** The reserved concurrency of a Lambda with a connection to a database in a VPC, if there is any. */
  readonly databaseReservation?: number | undefined;
}

/** The account and region that a template is deployed to, as CloudFormation pseudo parameters. */
const account = {
  partition: Aws.PARTITION,
  region: Aws.REGION,
  account: Aws.ACCOUNT_ID,
  urlSuffix: Aws.URL_SUFFIX,
};

const getPlace = ({ config, liveApiId }: Pick<LambdaContext, "config" | "liveApiId">): Place => ({
  ...account,
  liveApiId: liveApiId ?? Fn.importValue(liveApiIdExport(config.stage)),
});

/** Adds the Lambda of a row, with its own role and log group. */
export function addLambda(scope: Construct, row: LambdaRow, context: LambdaContext): Lambda {
  const { config, getCode: codeOf } = context;
  const place = getPlace(context);
  const plan = planLambda(row, { config, place, ...(context.manifests ? { manifests: context.manifests } : {}) });
  const own = new Construct(scope, plan.name.slice(`patchbay-${config.stage}-`.length));
  const logGroup = new LogGroup(own, "Log", {
    logGroupName: `/aws/lambda/${plan.name}`,
    retention: config.retention.logDays satisfies RetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const network = row.inVpc ? joinDatabaseNetwork(plan.name, config, place) : undefined;
  const reservation = (row.isReceiver && context.reservation) || (network && context.databaseReservation);
  const lambda = new Lambda(own, "Function", {
    functionName: plan.name,
    description: `Patchbay ${plan.operation}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: codeOf(plan.entry, plan.files),
    memorySize: plan.memory,
    timeout: Duration.seconds(plan.timeout),
    environment: { ...plan.environment, ...network?.environment },
    role: createRole(own, plan, place, network),
    logGroup,
    ...(reservation ? { reservedConcurrentExecutions: reservation } : {}),
  });
  if (network) connectToSubnets(lambda, network);
  return lambda;
}

function createRole(scope: Construct, plan: LambdaPlan, place: Place, network: NetworkMembership | undefined): Role {
  const statements = [...plan.statements, logStatement(plan, place)];
  const role = new Role(scope, "Role", {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    description: `What ${plan.name} may do`,
    inlinePolicies: {
      grants: new PolicyDocument({ statements: statements.map(toPolicyStatement) }),
      ...(network && { network: network.policy }),
    },
  });
  if (network) acknowledgeInterfaces(role);
  acknowledgeWildcards(
    role,
    statements.flatMap(({ resources }) => resources),
  );
  return role;
}

/** Replaces AWSLambdaBasicExecutionRole, which allows writing to every log group of the account. */
const logStatement = ({ name }: LambdaPlan, place: Place): Statement => ({
  actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  resources: [buildArn(place, "logs", `log-group:/aws/lambda/${name}:*`)],
});

const toPolicyStatement = ({ actions, resources, conditions }: Statement) =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [...resources],
    ...(conditions ? { conditions } : {}),
  });
