import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { RotatingVault } from "../../../lib/vault/seal.ts";
import type { TableName } from "../../names.ts";

/** The tables that have sealed values, in the order of reading: what is sealed moves from one to the next, never back. */
export const sealedTables = ["connections", "transient", "deliveries"] as const satisfies readonly TableName[];
export type SealedTable = (typeof sealedTables)[number];

/** What the commands on data keys work with. */
export interface KeyAdministration {
  readonly client: Pick<DynamoDBClient, "send">;
  /** Physical names. */
  readonly tables: Readonly<Record<SealedTable, string>>;
  readonly vault: RotatingVault;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Gets lines for the person. None has a sealed value, a token or a key. */
  readonly print: (line: string) => void;
}
