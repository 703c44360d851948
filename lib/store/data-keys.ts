// Wrapped data keys. They are in the connections table, so that keys and the rows they encrypt share backups. They have no TTL.
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";

/** A bucket has its own sequence of data keys. IAM roles are limited to purposes and providers. */
export interface KeyBucket {
  readonly purpose: string;
  readonly provider: string;
  readonly bucket: number;
}

export interface WrappedKey {
  /** From 1; new records use the highest version. */
  readonly version: number;
  readonly wrapped: Uint8Array;
  /** Epoch seconds. */
  readonly createdAt: number;
}

export interface DataKeyStore {
  /** Reads the highest version, consistently; undefined for a bucket that was never used. */
  newest(bucket: KeyBucket, signal: AbortSignal): Promise<WrappedKey | undefined>;
  read(bucket: KeyBucket, version: number, signal: AbortSignal): Promise<WrappedKey | undefined>;
  /** Stores this version unless it exists already. @returns true if this caller's key was stored */
  claim(bucket: KeyBucket, key: WrappedKey, signal: AbortSignal): Promise<boolean>;
}

const row = z
  .object({
    sk: z.object({ S: z.string().regex(/^v#\d{6}$/) }),
    wrapped: z.object({ B: z.instanceof(Uint8Array) }),
    createdAt: z.object({ N: z.string().regex(/^\d+$/) }),
  })
  .transform(({ sk, wrapped, createdAt }) => ({
    version: Number(sk.S.slice(2)),
    wrapped: wrapped.B,
    createdAt: Number(createdAt.N),
  }));

const partition = ({ purpose, provider, bucket }: KeyBucket) => ({
  S: `key#${encodeURIComponent(purpose)}#${encodeURIComponent(provider)}#${bucket}`,
});
// Zero-padded, so that sort keys are in the order of the versions.
const sort = (version: number) => ({ S: `v#${String(version).padStart(6, "0")}` });
const parseKey = (item: Record<string, AttributeValue> | undefined) => (item ? row.parse(item) : undefined);

/** Creates a store in DynamoDB. Its functions throw the SDK's errors as they are, and ZodError for a malformed row. */
export function createDataKeyStore(client: Pick<DynamoDBClient, "send">, table: string): DataKeyStore {
  return {
    async newest(bucket, signal) {
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": partition(bucket) },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: 1,
      });
      return parseKey((await client.send(query, { abortSignal: signal })).Items?.[0]);
    },
    async read(bucket, version, signal) {
      const Key = { pk: partition(bucket), sk: sort(version) };
      const get = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      return parseKey((await client.send(get, { abortSignal: signal })).Item);
    },
    async claim(bucket, { version, wrapped, createdAt }, signal) {
      const put = new PutItemCommand({
        TableName: table,
        Item: {
          pk: partition(bucket),
          sk: sort(version),
          wrapped: { B: wrapped },
          createdAt: { N: String(createdAt) },
        },
        ConditionExpression: "attribute_not_exists(pk)",
      });
      try {
        await client.send(put, { abortSignal: signal });
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
