// Reads the contracts of handlers by importing each entry with its Lambda's environment.
import * as z from "zod";
import type { Contract } from "../../lib/http/contract.ts";
import type { Stage } from "../config.ts";
import { planLambda } from "../lambda-plan.ts";
import type { Place } from "../names.ts";
import type { Route } from "../route.ts";
import { stage as localStage } from "../stages/local.ts";

export interface DescribedContract extends Contract {
  /** Set where it cannot be derived from the entry's name. */
  readonly operationId?: string;
  /** Present when the endpoint limits requests per user. */
  readonly limit?: unknown;
  /** Present when the endpoint accepts an `Idempotency-Key`. */
  readonly once?: unknown;
}

const contract = z.custom<DescribedContract>((value) => typeof value === "object" && value !== null);
const entry = z.object({
  handler: z
    .custom<object>((value) => typeof value === "function")
    .transform((handler) => Object.assign({ contract: undefined }, handler)),
  /** For an entry that serves several rows: contracts by method and path. */
  contracts: z
    .record(
      z.string(),
      z.custom<() => unknown>((value) => typeof value === "function"),
    )
    .default({}),
});

/** A made-up place: importing the entries only creates clients and sends no requests. */
const placeholderPlace: Place = {
  partition: "aws",
  region: "us-east-1",
  account: "000000000000",
  urlSuffix: "amazonaws.com",
  liveApiId: "live",
};

/**
 * Loads the contract of a row's handler. Sets this process's environment to the Lambda's.
 * @param row a row whose entry uses a wrapper of lib/http/endpoint.ts
 */
export async function loadContract(row: Route, config: Stage = localStage): Promise<DescribedContract> {
  Object.assign(
    process.env,
    { AWS_REGION: placeholderPlace.region },
    planLambda(row, { config, place: placeholderPlace }).environment,
  );
  const module: unknown = await import(new URL(`../../functions/${row.run}.ts`, import.meta.url).href);
  const { handler, contracts } = entry.parse(module);
  const parsedContract = contract.safeParse(contracts[row.on]?.() ?? handler.contract);
  if (parsedContract.success) return parsedContract.data;
  throw new Error(
    `functions/${row.run}.ts carries no contract: make it with a wrapper, or describe ${row.on} by hand.`,
  );
}
